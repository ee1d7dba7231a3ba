"""What is done while a fault is injected. Each operation is prepared without faults, then carried out once; what it
changes must be there afterwards as a whole or not at all."""
import itertools
import shutil
from dataclasses import dataclass
from typing import Callable

from daemon import EXIT_UNKNOWN_OUTCOME, Answer, Daemon, Deviation, expect, make_deb, make_rpm
from readers import Gone, Interrupted, Reader, read_channel

R = "/repositories/main"
numbers = itertools.count(1)


@dataclass
class Operation:
    """`prepare` says what `act` needs to know; `applied` compares two states (state.py). `command`: what is traced is a
    program that `act` runs, with the tracer before its arguments, not the daemon. `undoes`: what could not be told of is
    undone by a second change, and the audit log has both."""
    name: str
    prepare: Callable[[Daemon], object]
    act: Callable
    applied: Callable[[dict, dict], bool]
    command: bool = False
    daemon_stopped: bool = False
    undoes: bool = False


def acknowledged(answer: Answer) -> Answer:
    expect(answer.acknowledged, f"a step of the preparation was refused: {answer.status} {answer.body[:300]!r}")
    return answer


def fresh(prefix: str) -> str:
    return f"{prefix}{next(numbers)}"


def put(daemon: Daemon, channel: str, package) -> str:
    """The digest of what was uploaded."""
    return acknowledged(daemon.upload(channel, package)).json()["packages"][0]["sha256"]


def promotion(daemon: Daemon, source: str = "dev", target: str = "staging") -> Answer:
    return daemon.api("POST", f"{R}/promotions", {"from": source, "to": target})


def revision(daemon: Daemon, channel: str) -> int:
    return acknowledged(daemon.api("GET", f"{R}/channels/{channel}")).json()["revision"]


def one_more_revision(channel: str):
    return lambda before, after: after["channels"][channel]["revision"] == before["channels"][channel]["revision"] + 1


def something_to_promote(daemon: Daemon) -> None:
    put(daemon, "dev", make_deb(fresh("promoted")))


def something_to_roll_back(daemon: Daemon) -> int:
    something_to_promote(daemon)
    acknowledged(promotion(daemon))
    return revision(daemon, "staging") - 1


def roll_back(daemon: Daemon, to: int) -> Answer:
    return daemon.api("POST", f"{R}/channels/staging/rollback", {"revision": max(to, 1)})


def make_token(daemon: Daemon, name: str) -> Answer:
    return daemon.api("POST", "/tokens", {"name": name, "scopes": ["read:main"]})


def token_to_revoke(daemon: Daemon) -> int:
    return acknowledged(make_token(daemon, fresh("revoked"))).json()["id"]


def form(daemon: Daemon, packages) -> Answer:
    return daemon.upload_form("dev", packages)


def exit_as_answer(run) -> Answer:
    """Of a program: 0 acknowledges, 1 to 127 refuses; a signal leaves the question open, and so does 74 if it says so."""
    text = (run.stdout + run.stderr).encode()
    if run.returncode == EXIT_UNKNOWN_OUTCOME and b"cannot be known" in text:
        return Answer(0, text)
    return Answer(200 if run.returncode == 0 else 500 if 0 < run.returncode < 128 else 0, text)


def make_token_beside(daemon: Daemon, name: str, tracer) -> Answer:
    return exit_as_answer(daemon.command("token", "create", name, "--scope", "read:main", tracer=tracer))


def something_to_collect(daemon: Daemon) -> None:
    """A channel with nodes and segments of its own, deleted."""
    name = fresh("collected")
    acknowledged(daemon.api("PUT", f"{R}/channels/{name}", {}))
    put(daemon, name, make_deb(name))
    acknowledged(daemon.api("DELETE", f"{R}/channels/{name}?force=true"))


def collect(daemon: Daemon, _, tracer) -> Answer:
    return exit_as_answer(daemon.command("gc", tracer=tracer))


def back_up(daemon: Daemon, _, tracer) -> Answer:
    """A backup that was acknowledged can be restored, and is clean."""
    target, restored = daemon.work / "backup", daemon.work / "restored"
    for folder in (target, restored):
        shutil.rmtree(folder, ignore_errors=True)
    answer = exit_as_answer(daemon.command("backup", "--to", str(target), "--with-keys", tracer=tracer))
    if answer.acknowledged:
        run = daemon.command("restore", "--from", str(target), "--data", str(restored))
        expect(run.returncode == 0, f"a backup that succeeded cannot be restored: {run.stdout}{run.stderr}")
        run = daemon.command("fsck", "--data", str(restored))
        expect(run.returncode == 0, f"fsck of a restored backup: exit {run.returncode}, {run.stdout}{run.stderr}")
    return answer


def read_everything(daemon: Daemon, _) -> Answer:
    """Readers may be cut off; what they get whole must be right."""
    try:
        read_channel(Reader(daemon.address), "dev")
    except Interrupted:
        return Answer(0)
    except Gone as gone:
        raise Deviation(f"{gone} is not there") from gone
    return Answer(200)


def pin(daemon: Daemon, name: str) -> Answer:
    return daemon.api("POST", f"{R}/pins", {"name": name, "channel": "dev", "revision": revision(daemon, "dev")})


def snapshot(daemon: Daemon, number: int) -> Answer:
    return daemon.ask("GET", f"/main/deb/snapshots/r{number}/dists/dev/InRelease")


def nothing(before: dict, after: dict) -> bool:
    return before == after


def count_grew(of: str):
    return lambda before, after: len(after[of]) == len(before[of]) + 1


ALL = [
    Operation("upload", lambda daemon: make_deb(fresh("upload")), lambda daemon, package: daemon.upload("dev", package),
              one_more_revision("dev")),
    Operation("rpm", lambda daemon: make_rpm(fresh("rpm")), lambda daemon, package: daemon.upload("dev", package),
              one_more_revision("dev")),
    Operation("form", lambda daemon: [make_deb(fresh("form")), make_rpm(fresh("form")), make_deb(fresh("form"))], form,
              one_more_revision("dev")),
    Operation("promotion", something_to_promote, lambda daemon, _: promotion(daemon), one_more_revision("staging")),
    Operation("rollback", something_to_roll_back, roll_back, one_more_revision("staging")),
    Operation("rotation", lambda daemon: None, lambda daemon, _: daemon.api("POST", f"{R}/keys/rotate?force=true",
                                                                             {"algorithm": "ed25519"}),
              lambda before, after: before["keys"] != after["keys"]),
    Operation("token", lambda daemon: fresh("token"), make_token, count_grew("tokens")),
    Operation("revocation", token_to_revoke, lambda daemon, token: daemon.api("DELETE", f"/tokens/{token}"),
              lambda before, after: len(after["tokens"]) == len(before["tokens"]) - 1),
    Operation("removal", lambda daemon: put(daemon, "dev", make_deb(fresh("removed"))),
              lambda daemon, digest: daemon.api("DELETE", f"{R}/channels/dev/packages/{digest}"), one_more_revision("dev")),
    Operation("purge", lambda daemon: put(daemon, "dev", make_deb(fresh("purged"))),
              lambda daemon, digest: daemon.api("POST", f"{R}/packages/{digest}/purge", {"reason": "a test"}),
              one_more_revision("dev")),
    Operation("pin", lambda daemon: fresh("pin"), pin, count_grew("pins")),
    Operation("channel", lambda daemon: fresh("channel"), lambda daemon, name: daemon.api("PUT", f"{R}/channels/{name}", {}),
              count_grew("channels")),
    Operation("repository", lambda daemon: fresh("repository"), lambda daemon, name: daemon.api(
        "PUT", f"/repositories/{name}", {"distros": [{"name": "deb", "format": "deb"}], "channels": [{"name": "dev"}]}),
              count_grew("repositories")),
    Operation("snapshot", lambda daemon: revision(daemon, "dev"), snapshot, nothing),
    Operation("reading", lambda daemon: None, read_everything, nothing),
    Operation("gc", something_to_collect, collect, nothing, command=True, daemon_stopped=True),
    Operation("backup", lambda daemon: None, back_up, nothing, command=True),
    Operation("token-beside", lambda daemon: fresh("beside"), make_token_beside, count_grew("tokens"), command=True, undoes=True),
]
