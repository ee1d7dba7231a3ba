"""What a daemon says that it has, as one value: two of them are equal exactly if no client could tell them apart."""
import hashlib
import json

from daemon import Daemon, expect
from readers import Reader, read_channel


def asked(daemon: Daemon, path: str) -> dict:
    answer = daemon.api("GET", path)
    expect(answer.status == 200, f"GET {path}: {answer.status} {answer.body[:300]!r}")
    return answer.json()


def pins(daemon: Daemon) -> list:
    """Without their addresses: after a restart the daemon listens on another port."""
    return [{name: value for name, value in pin.items() if name != "snapshots"}
            for pin in asked(daemon, "/repositories/main/pins?limit=1000")["pins"]]


def served(daemon: Daemon, path: str) -> str:
    answer = daemon.ask("GET", path)
    expect(answer.status == 200, f"GET {path}: {answer.status}")
    return hashlib.sha256(answer.body).hexdigest()


def channel_state(daemon: Daemon, repository: dict, channel: str) -> dict:
    base = f"/repositories/{repository['name']}/channels/{channel}"
    state = asked(daemon, base)
    state["packages"] = sorted(f"{entry['distro']} {entry['sha256']}"
                               for entry in asked(daemon, f"{base}/packages?limit=1000")["packages"])
    for distro in repository["distros"]:
        path = f"dists/{channel}/InRelease" if distro["format"] == "deb" else f"{channel}/x86_64/repodata/repomd.xml"
        state[f"signed by {distro['name']}"] = served(daemon, f"/{repository['name']}/{distro['name']}/{path}")
    return state


def state_of(daemon: Daemon) -> dict:
    """Of repository main everything; of the others that they are there."""
    repositories = asked(daemon, "/repositories?limit=1000")["repositories"]
    main = next(entry for entry in repositories if entry["name"] == "main")
    tokens = asked(daemon, "/tokens?limit=1000")["tokens"]
    for token in tokens:
        token.pop("last_used_at", None)
    return {
        "repositories": sorted(entry["name"] for entry in repositories),
        "channels": {entry["name"]: channel_state(daemon, main, entry["name"]) for entry in main["channels"]},
        "keys": asked(daemon, "/repositories/main/keys?limit=1000")["keys"],
        "pins": pins(daemon),
        "tokens": tokens,
        "head": asked(daemon, "/events?limit=1")["head"],
    }


def difference(first: dict, second: dict) -> str:
    """The members that differ, for a complaint."""
    lines = []
    for name in first:
        one, other = json.dumps(first[name], sort_keys=True), json.dumps(second.get(name), sort_keys=True)
        if one != other:
            at = next((i for i, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))
            lines.append(f"{name}: …{one[max(0, at - 60):at + 200]} against …{other[max(0, at - 60):at + 200]}")
    return "; ".join(lines)


def log_lines(daemon: Daemon) -> list[dict]:
    """The lines of all starts. Whatever else a program wrote to standard error is no line of the log."""
    lines = []
    for line in daemon.log().splitlines():
        try:
            lines.append(json.loads(line))
        except ValueError:
            continue
    return lines


def check_audit(daemon: Daemon) -> None:
    """The log has named every event of the catalog, and no event that the catalog does not have."""
    run = daemon.command("events")
    expect(run.returncode == 0, f"events: exit {run.returncode}, {run.stderr}")
    kept = {(str(event["number"]), event["hash"]) for event in map(json.loads, run.stdout.splitlines())}
    named = {(line["number"], line["hash"]) for line in log_lines(daemon) if line.get("event") == "audit"}
    expect(kept <= named, f"events that no line of the log names: {sorted(kept - named)[:3]}")
    expect(named <= kept, f"the log names events that the catalog does not have: {sorted(named - kept)[:3]}")


def check_clean(daemon: Daemon) -> None:
    run = daemon.command("fsck")
    expect(run.returncode == 0, f"fsck: exit {run.returncode}, {run.stdout[:1000]}{run.stderr[:500]}")


def check_readable(daemon: Daemon, channels=("dev", "staging"), may_be_gone=lambda digest: False) -> None:
    """Clients find every byte as it was signed."""
    for channel in channels:
        read_channel(Reader(daemon.address, may_be_gone), channel)
