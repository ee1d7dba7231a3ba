"""Attacks on what a connection costs. Each holds many connections in a state, and says what the daemon holds meanwhile,
how long /healthz takes, and what it must not cost."""
import json
import resource
import shutil
import time

KIB = 1024


def raise_limit():
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


class Held:
    """Connections that were opened and said something; counts those that the server refused or closed."""

    def __init__(self, daemon, count, sent):
        self.sockets = []
        for _ in range(count):
            try:
                connection = daemon.connect()
                connection.sendall(sent)
                self.sockets.append(connection)
            except OSError:
                pass  # refused: a bound was met

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for connection in self.sockets:
            connection.close()


def measure(daemon, count, sent, seconds=3):
    """Bytes each connection costs, the slowest of /healthz, processor seconds per second."""
    before, cpu = daemon.resident_bytes(), daemon.cpu_seconds()
    with Held(daemon, count, sent) as held:
        began, slowest = time.monotonic(), 0.0
        cpu_held = daemon.cpu_seconds()
        while time.monotonic() - began < seconds:
            latency = daemon.healthz_seconds()
            slowest = max(slowest, 10.0 if latency is None else latency)
            time.sleep(0.1)
        used = (daemon.cpu_seconds() - cpu_held) / (time.monotonic() - began)
        grown = daemon.resident_bytes() - before
        return {"connections": len(held.sockets), "bytes_each": max(0, grown) // max(1, len(held.sockets)), "healthz": slowest,
                "cpu": used, "cpu_in_all": daemon.cpu_seconds() - cpu}


def upload_head(token, length, channel="dev"):
    return (f"PUT /api/v1/repositories/main/channels/{channel}/packages/a.deb HTTP/1.1\r\nHost: a\r\n"
            f"Authorization: Bearer {token}\r\nContent-Length: {length}\r\n\r\n").encode()


def json_head(token, length):
    return (f"POST /api/v1/repositories/main/promotions HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Length: {length}\r\n\r\n").encode()


BODIES_OF_ONE_TOKEN = 16 * 1024 * KIB  # a quarter of limits.body_bytes, held by however few of its connections


def all_attacks(count):
    """(name, connections, what each sends to a daemon, most bytes that one may cost)"""
    body = b"x" * (1000 * KIB)
    get = b"GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 1048576\r\n\r\n"
    yield "a body of GET, nearly whole", count, lambda _: get + body, 16 * KIB
    yield "a body without a token, nearly whole", count, lambda _: json_head("slw_none", 1048576) + body, 32 * KIB
    yield "half a head", count, lambda _: b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 64, 16 * KIB
    yield "a head of 15 KiB without its end", count, lambda _: b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 15_000, 48 * KIB
    yield "nothing at all", count, lambda _: b"", 12 * KIB
    yield "JSON bodies of one token, 1 KiB of a mebibyte", count, lambda daemon: json_head(daemon.admin, 1048576) + b"x" * KIB, 48 * KIB
    yield "JSON bodies of one token, nearly whole", count, lambda daemon: json_head(daemon.admin, 1048576) + body, \
        24 * KIB + BODIES_OF_ONE_TOKEN // count
    yield "uploads of one token that stop at 1 KiB", count, lambda daemon: upload_head(daemon.upload_token, 1 << 20) + b"x" * KIB, 48 * KIB


def promised_lengths(daemon):
    """Forty uploads that declare a twentieth of the free space each and send 850 bytes: afterwards another token uploads.
    The status it gets."""
    declared = shutil.disk_usage(daemon.data).free // 20
    with Held(daemon, 40, upload_head(daemon.upload_token, declared) + b"x" * 850):
        time.sleep(0.5)
        return daemon.api("PUT", "/api/v1/repositories/main/channels/dev/packages/b.deb", b"x" * 1000, daemon.admin)[0]


def all_places(daemon):
    """Two tokens take all 256 places, and send one byte."""
    return Held(daemon, 200, upload_head(daemon.upload_token, 1 << 20) + b"x"), Held(daemon, 100, upload_head(daemon.admin, 1 << 20) + b"x")


def waiting_uploads(daemon, count):
    """Uploads that find every place taken: how many, and the processor seconds a second that the daemon uses meanwhile."""
    first, second = all_places(daemon)
    with first, second:
        time.sleep(1)
        with Held(daemon, count, upload_head(daemon.upload_token, 1000)) as waiting:
            time.sleep(1)
            began, cpu = time.monotonic(), daemon.cpu_seconds()
            time.sleep(3)
            return len(waiting.sockets), (daemon.cpu_seconds() - cpu) / (time.monotonic() - began)


def slow_senders(daemon):
    """Two tokens hold all places; seconds until an upload of a third token is answered, and its status."""
    _, made = daemon.api("POST", "/api/v1/tokens", b'{"name":"third","scopes":["upload:main"]}')
    third = json.loads(made)["secret"]
    first, second = all_places(daemon)
    with first, second:
        time.sleep(1)
        began = time.monotonic()
        status, _ = daemon.api("PUT", "/api/v1/repositories/main/channels/dev/packages/c.deb", b"x" * 1000, third)
        return time.monotonic() - began, status


def failed_logins(daemon, count):
    """Requests with a token that nobody has: lines of the log they made, and the last status."""
    before = daemon.log().count("\n")
    for _ in range(count):
        status, _ = daemon.api("GET", "/api/v1/tokens", token="slw_" + "x" * 40)
    return daemon.log().count("\n") - before, status


def beyond_the_limit(daemon, count):
    """More silent connections than the daemon has room for: whether a client that speaks is still served."""
    with Held(daemon, count, b"GET / HTTP/1.1\r\nHost: a\r\nX"):
        return [daemon.healthz_seconds() for _ in range(10)]
