"""The attacks. Each is carried out by tokens or strangers against a daemon, whose state others watch meanwhile."""
import collections
import socket
import threading
import time
from dataclasses import dataclass
from typing import Callable

from daemon import Daemon
from packages import (Debs, changelog_bomb, escape_bomb, long_field, path_bomb, provides_bomb, requires_bomb, rpm,
                      with_claim)

MiB = 1 << 20


@dataclass(frozen=True)
class Bounds:
    """What others may feel of an attack, and what the daemon may hold and use because of it. Bounds of memory are some
    three times what was measured (docs/decisions/0042): more is a leak, or a bound that is gone."""
    memory: int
    health: float = 2.0               # seconds, the slowest of all
    upload: float = 15.0              # seconds, nine of ten
    cores: float = float("inf")       # that the daemon uses meanwhile
    log: int = 300 * MiB              # SQLite's


@dataclass(frozen=True)
class Attack:
    name: str
    what: str
    bounds: Bounds
    carry_out: Callable[[Daemon, float], collections.Counter]  # for so many seconds; the statuses of its answers
    settings: dict = None
    least_seconds: float = 0  # what is promised shows after this time


def in_threads(count: int, work: Callable[[int], None]) -> None:
    threads = [threading.Thread(target=work, args=(number,), daemon=True) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)


def repeat_in_threads(count: int, seconds: float, ask: Callable[[int, int], int]) -> collections.Counter:
    """`ask(thread, turn)` again and again until the time is over; counts what it returns, or how it failed."""
    answers, lock, end = collections.Counter(), threading.Lock(), time.monotonic() + seconds

    def work(number: int) -> None:
        turn = 0
        while time.monotonic() < end:
            try:
                answer = ask(number, turn)
            except OSError as error:
                answer = type(error).__name__
            turn += 1
            with lock:
                answers[answer] += 1
            if answer in (429, 503):
                time.sleep(0.05)

    in_threads(count, work)
    return answers


def xz_debs(daemon: Daemon, seconds: float) -> collections.Counter:
    """Batches of small debs, each of which unpacks to tens of MiB."""
    debs, token = Debs(48 * MiB), daemon.token("flood", "upload:main")
    names = [f"flood{number}" for number in range(12)]
    for name in names:
        debs.deb(name)  # packed once

    def ask(number: int, turn: int) -> int:
        files = {f"{name}_1.0_all.deb": debs.deb(name, f"{number}-{turn}") for name in names}
        return daemon.upload_batch("main", files, token, timeout=seconds + 5)[0]  # a flood does not wait

    return repeat_in_threads(24, seconds, ask)


def path_bombs(daemon: Daemon, seconds: float) -> collections.Counter:
    """Rpms of some hundred KiB whose lists of files would be gigabytes."""
    token = daemon.token("bomber", "upload:main")
    bombs = [path_bomb("bomb", 60_000, 17_000), path_bomb("bomb", 200_000, 60_000), escape_bomb("bomb", 20 * MiB)]
    return repeat_in_threads(4, seconds, lambda number, turn: daemon.upload(
        "main", "bomb-1.0-1.noarch.rpm", bombs[(number + turn) % len(bombs)], token)[0])


def rpm_headers(daemon: Daemon, seconds: float) -> collections.Counter:
    """Rpms that have large headers, all of which are to be signed, and such that only say so."""
    token = daemon.token("heavy", "upload:main")
    heavy = [rpm(f"heavy{number}", [], [], ballast=bytes([number]) * (40 * MiB)) for number in range(8)]
    claims = with_claim(rpm("claim", [], []), 250 * MiB)
    return repeat_in_threads(16, seconds, lambda number, turn: daemon.upload(
        "main", f"r{number}-1.0-1.noarch.rpm", heavy[number // 2] if number % 2 else claims, token)[0])


def diff_readers(daemon: Daemon, seconds: float) -> collections.Counter:
    """Strangers who compare the first revision of a channel with the newest, over and over."""
    debs, token = Debs(), daemon.token("filler", "upload:main")
    for batch in range(4):
        status, answer = daemon.upload_batch("main", {f"d{batch}-{i}_1.0_all.deb": debs.deb(f"d{batch}-{i}")
                                                      for i in range(500)}, token)
        assert status == 201, answer
    path = "/api/v1/repositories/main/channels/dev/diff?from=1&limit=1000"
    return repeat_in_threads(100, seconds, lambda *_: daemon.call("GET", path)[0])


def listings(daemon: Daemon, seconds: float) -> collections.Counter:
    """Strangers who list everything, and look at every page."""
    debs, token = Debs(), daemon.token("filler", "upload:main")
    daemon.upload_batch("main", {f"l{i}_1.0_all.deb": debs.deb(f"l{i}") for i in range(1000)}, token)
    paths = ["/api/v1/repositories/main/channels/dev/packages?limit=1000", "/ui/main/channels/dev/", "/ui/main/channels/dev/packages/", "/main/",
             "/api/v1/repositories/main/channels/dev/revisions?limit=1000"]
    return repeat_in_threads(50, seconds, lambda number, turn: daemon.call("GET", paths[(number + turn) % len(paths)])[0])


def failed_logins(daemon: Daemon, seconds: float) -> collections.Counter:
    return repeat_in_threads(32, seconds, lambda number, turn: daemon.call(
        "GET", "/api/v1/tokens", token=f"slw_{number:020d}{turn:020d}")[0])


def hold(daemon: Daemon, seconds: float, count: int, first_bytes: Callable[[int], bytes]) -> collections.Counter:
    """Opens connections, sends the first bytes of a request on each and then nothing. The answers that come."""
    answers, held = collections.Counter(), []
    try:
        for number in range(count):
            peer = socket.create_connection(daemon.address, timeout=10)
            held.append(peer)
            try:
                peer.sendall(first_bytes(number))
            except OSError as error:
                answers[type(error).__name__] += 1
        time.sleep(seconds)
        for peer in held:
            peer.setblocking(False)
            try:
                head = peer.recv(64)
                answers[head[9:12].decode() if head else "closed"] += 1
            except BlockingIOError:
                answers["held"] += 1
            except OSError as error:
                answers[type(error).__name__] += 1
    finally:
        for peer in held:
            peer.close()
    return answers


def bodies_of_gets(daemon: Daemon, seconds: float) -> collections.Counter:
    """GETs with a body on routes that need no token, held before the last byte."""
    body = bytes(MiB - 1)
    head = b"GET /api/v1/repositories HTTP/1.1\r\nHost: load\r\nContent-Length: %d\r\n\r\n" % MiB
    return hold(daemon, seconds, 200, lambda _: head + body)


def json_bodies(daemon: Daemon, seconds: float) -> collections.Counter:
    """Bodies of a mebibyte by a token that may send them: most of them held before their last byte, the others whole,
    deep, long or full of members."""
    token = daemon.token("author", "admin:main")
    head = (b"POST /api/v1/repositories/main/promotions HTTP/1.1\r\nHost: load\r\nContent-Type: application/json\r\n"
            b"Authorization: Bearer " + token.encode() + b"\r\nContent-Length: %d\r\n\r\n" % MiB)
    bodies = [b"[" * (MiB - 1), b'{"source":' * 100_000, b'{"packages":[' + b'"a",' * 250_000 + b'"a"]}',
              b'{"reason":"' + b"\\u00e9" * 170_000 + b'"}', b"{" + b",".join(b'"m%x":1' % i for i in range(80_000)) + b"}"]
    fields = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    sent = collections.Counter()
    sender = threading.Thread(target=lambda: sent.update(repeat_in_threads(8, seconds, lambda number, turn: daemon.request(
        "POST", "/api/v1/repositories/main/promotions", bodies[(number + turn) % len(bodies)], fields)[0])))
    sender.start()
    answers = hold(daemon, seconds, 200, lambda _: head + b"[" * (MiB - 1))
    sender.join()
    return answers + sent


def promises(daemon: Daemon, seconds: float) -> collections.Counter:
    """Uploads that promise gigabytes and send almost nothing."""
    token = daemon.token("promiser", "upload:main").encode()
    head = (b"PUT /api/v1/repositories/main/channels/dev/packages/p%d_1.0_all.deb HTTP/1.1\r\nHost: load\r\n"
            b"Authorization: Bearer " + token + b"\r\nContent-Length: 7000000000\r\n\r\n!<arch>\n")
    return hold(daemon, seconds, 40, lambda number: head % number)


def upload_head(token: str, number: int, length: int = 100_000) -> bytes:
    return (f"PUT /api/v1/repositories/main/channels/dev/packages/w{number}_1.0_all.deb HTTP/1.1\r\nHost: load\r\n"
            f"Authorization: Bearer {token}\r\nContent-Length: {length}\r\n\r\n!<arch>\n").encode()


def waiting_uploads(daemon: Daemon, seconds: float) -> collections.Counter:
    """Uploads of two tokens in far greater number than there are places, which send a few bytes and wait."""
    tokens = [daemon.token(name, "upload:main") for name in ("crowd", "other crowd")]
    return hold(daemon, seconds, 3_300, lambda number: upload_head(tokens[number % 2], number))


def trickling_senders(daemon: Daemon, seconds: float) -> collections.Counter:
    """Uploads of two tokens that hold every place by sending 256 bytes a second; one that loses its place comes again."""
    tokens = [daemon.token(name, "upload:main") for name in ("drip", "other drip")]
    answers, senders, end = collections.Counter(), {}, time.monotonic() + seconds
    try:
        while (now := time.monotonic()) < end:
            for number in range(300):
                if number not in senders:
                    senders[number] = socket.create_connection(daemon.address, timeout=10)
                    senders[number].sendall(upload_head(tokens[number % 2], number, MiB))
                answer = trickle(senders[number])
                if answer:
                    senders.pop(number).close()
                    answers[answer] += 1
            time.sleep(max(0.0, now + 1 - time.monotonic()))
        answers["held"] = len(senders)
    finally:
        for peer in senders.values():
            peer.close()
    return answers


def trickle(peer: socket.socket) -> str:
    """Sends 256 bytes; what the server said, if it has said something."""
    peer.setblocking(False)
    try:
        head = peer.recv(64)
        return head[9:12].decode() if head else "closed"
    except BlockingIOError:
        pass
    except OSError as error:
        return type(error).__name__
    try:
        peer.sendall(b"x" * 256)
    except BlockingIOError:
        pass  # the server does not read on: it waits for a place
    except OSError as error:
        return type(error).__name__
    return ""


def fill(daemon: Daemon, batches: int, each: int) -> None:
    """Makes so many revisions of so many packages more."""
    debs, token = Debs(fields="Provides: virtual-thing, another-thing\n"), daemon.token("filler", "upload:main")
    for batch in range(batches):
        files = {f"f{batch}-{i}_1.0_all.deb": debs.deb(f"f{batch}-{i}") for i in range(each)}
        status, answer = daemon.upload_batch("main", files, token)
        assert status == 201, answer


def snapshots(daemon: Daemon, seconds: float) -> collections.Counter:
    """Strangers who ask for every past state, each of which has to be rendered and signed for the first who does."""
    fill(daemon, 40, 25)
    files = ["InRelease", "Release", "Release.gpg", "main/binary-amd64/Packages.xz", "main/binary-all/Packages.gz"]
    return repeat_in_threads(50, seconds, lambda number, turn: daemon.call(
        "GET", f"/main/deb/snapshots/r{1 + (number * 7 + turn) % 41}/dists/dev/{files[turn % len(files)]}")[0])


def searches(daemon: Daemon, seconds: float) -> collections.Counter:
    """Strangers who search: for what everything matches, for what nothing does, for many words, by API and page."""
    fill(daemon, 4, 500)
    words = ["a", "thing", "zzzz", "%25", "f0", "virtual another load package suite", "x" * 100, "_"]
    places = ["/api/v1/repositories/main/channels/dev/packages?limit=1000&q=", "/api/v1/repositories/main/packages?limit=1000&q=",
              "/ui/main/channels/dev/packages/?q="]
    return repeat_in_threads(50, seconds, lambda number, turn: daemon.call(
        "GET", places[turn % len(places)] + words[(number + turn) % len(words)].replace(" ", "+"))[0])


def bombs(daemon: Daemon, seconds: float, rpms: list[bytes], debs: Debs) -> collections.Counter:
    """Rpms, and debs of ever new bytes, whose texts are long."""
    token = daemon.token("bomber", "upload:main")

    def ask(number: int, turn: int) -> int:
        if (number + turn) % 2:
            return daemon.upload("main", "bomb-1.0-1.noarch.rpm", rpms[turn // 2 % len(rpms)], token)[0]
        return daemon.upload("main", "bomb_1.0_all.deb", debs.deb("bomb", f"{number}-{turn}"), token)[0]

    return repeat_in_threads(4, seconds, ask)


def changelog_bombs(daemon: Daemon, seconds: float) -> collections.Counter:
    description = "".join(f" line {number} of a text that never ends\n" for number in range(25_000))
    return bombs(daemon, seconds, [changelog_bomb("bomb", 300_000), changelog_bomb("bomb", 50_000, '"&<>' * 100),
                                   changelog_bomb("bomb", 1, "x" * (15 * MiB))],
                 Debs(fields=f"Changes:\n{description}"))


def relation_bombs(daemon: Daemon, seconds: float) -> collections.Counter:
    return bombs(daemon, seconds, [requires_bomb("bomb", 300_000), requires_bomb("bomb", 20_000)],
                 Debs(fields=long_field("Depends", 450_000) + long_field("Recommends", 450_000)))


def provides_bombs(daemon: Daemon, seconds: float) -> collections.Counter:
    return bombs(daemon, seconds, [provides_bomb("bomb", 300_000), provides_bomb("bomb", 20_000)],
                 Debs(fields=long_field("Provides", 900_000)))


ATTACKS = [
    Attack("xz-debs", "batches of small debs that unpack to 48 MiB each", Bounds(60 * MiB), xz_debs),
    Attack("path-bombs", "rpms of 0.2 to 1 MB that expand to gigabytes", Bounds(220 * MiB), path_bombs),
    Attack("rpm-headers", "rpms with headers of 40 MiB, or that say so", Bounds(450 * MiB), rpm_headers,
           {"SLIPWAY_LIMITS_EXAMINATION_BYTES": str(256 * MiB)}),
    Attack("changelog-bombs", "rpms with 300,000 changes, debs with a field of a megabyte", Bounds(450 * MiB), changelog_bombs),
    Attack("relation-bombs", "rpms with 300,000 dependencies, debs with 900 kB of them", Bounds(450 * MiB), relation_bombs),
    Attack("provides-bombs", "rpms with 300,000 provided names, debs with 900 kB of them", Bounds(450 * MiB), provides_bombs),
    Attack("diff-readers", "100 readers of a diff of 2,000 packages", Bounds(60 * MiB), diff_readers),
    Attack("listings", "50 readers of lists and pages", Bounds(60 * MiB), listings),
    Attack("searches", "50 readers who search 2,000 packages", Bounds(60 * MiB), searches),
    Attack("snapshots", "50 readers of 41 past states", Bounds(60 * MiB), snapshots),
    Attack("failed-logins", "32 clients that guess tokens", Bounds(30 * MiB), failed_logins),
    Attack("get-bodies", "200 GETs with a body of 1 MiB, held", Bounds(30 * MiB), bodies_of_gets),
    Attack("json-bodies", "200 JSON bodies of 1 MiB, held, and 8 clients that send whole ones", Bounds(120 * MiB), json_bodies),
    Attack("promises", "40 uploads that promise 7 GB each and send 8 bytes", Bounds(30 * MiB), promises),
    Attack("waiting-uploads", "3,300 uploads of two tokens that send 8 bytes and wait", Bounds(120 * MiB, cores=0.3), waiting_uploads,
           least_seconds=20),
    Attack("trickling", "300 uploads of two tokens that send 256 bytes a second", Bounds(40 * MiB, cores=0.3), trickling_senders,
           least_seconds=20),
]
