"""What the pages are looked at with: repositories with a past, as teams that ship software have them, and the names, lists and
texts that are longest. Every package is made here, without files."""
import gzip
import hashlib
import io
import json
import struct
import sys
import tarfile
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "support"), str(TESTS / "load")]
from daemon_process import form_of  # noqa: E402
from packages import INT32, MAIN, SIGNATURE, STRING, STRINGS, TIME, TRANSLATED, BINARY, header  # noqa: E402

DEPENDS = ", ".join(["libc6 (>= 2.36)", "libstdc++6 (>= 12)", "adduser", "init-system-helpers (>= 1.54~) | systemd"] +
                    [f"libharbour-{part}1 (>= 4.{number}~)" for number, part in enumerate(
                        ("anchor", "berth", "crane", "dock", "ferry", "gate", "hoist", "jetty", "keel", "lock", "mole", "pier", "quay"))])
SONAMES = [f"libharbour-{number}.so.4(LIBHARBOUR_4.{number}_{'PRIVATE_' * (number % 4)}API)(64bit)" for number in range(40)]
LONG_NAME = "harbour-traffic-control-visualisation-plugin-for-container-terminals-dbgsym"
LONG_VERSION = "2:14.0.0~rc2+git20261123.1f0e2d3c4b5a69788796a5b4c3d2e1f0-0ubuntu1~bpo12+1"
LONG_SUMMARY = ("draws every ship, crane and container of a terminal in one picture, updates it while they move, "
                "and keeps what was seen for the harbour master's office")
WORDS = ("anchor", "ballast", "bosun", "buoy", "capstan", "davit", "fender", "galley", "halyard", "keel", "lanyard", "mooring",
         "oakum", "pilot", "rudder", "sextant", "tiller", "windlass")
KINDS = ("common", "dev", "doc", "server", "tools", "client", "data", "agent", "plugin-tides", "plugin-weather", "cli", "utils", "dbgsym",
         "exporter", "l10n")


def deb(name, version, architecture="amd64", summary="serves the harbour", **fields):
    fields = {"Package": name, "Version": version, "Architecture": architecture, "Maintainer": "Harbour Team <team@harbour.example>",
              **{field.replace("_", "-"): value for field, value in fields.items()}, "Description": summary}
    control = "".join(f"{field}: {value}\n" for field, value in fields.items())
    members = (("debian-binary", b"2.0\n"), ("control.tar.gz", archive({"./control": control.encode()})), ("data.tar.gz", archive({})))
    content = b"!<arch>\n" + b"".join(
        f"{member:<16}{TIME:<12}{0:<6}{0:<6}{'100644':<8}{len(data):<10}`\n".encode() + data + b"\n" * (len(data) % 2)
        for member, data in members)
    return f"{name}_{version.rsplit(':', 1)[-1]}_{architecture}.deb", content


def archive(files):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(content), TIME
            tar.addfile(info, io.BytesIO(content))
    return gzip.compress(stream.getvalue(), 1, mtime=0)


def rpm(name, version, architecture="x86_64", summary="Serves the harbour", requires=()):
    main = header(MAIN, [
        (1000, STRING, [name]), (1001, STRING, [version]), (1002, STRING, ["1.el9"]), (1004, TRANSLATED, [summary]),
        (1005, TRANSLATED, [summary]), (1006, INT32, [TIME]), (1014, STRING, ["Apache-2.0"]), (1016, TRANSLATED, ["Unspecified"]),
        (1020, STRING, ["https://harbour.example/"]), (1021, STRING, ["linux"]), (1022, STRING, [architecture]),
        (1044, STRING, [f"{name}-{version}-1.el9.src.rpm"]),
        *([(1048, INT32, [0] * len(requires)), (1049, STRINGS, list(requires)), (1050, STRINGS, [""] * len(requires))] if requires else []),
        (1124, STRING, ["cpio"]), (1125, STRING, ["gzip"]),
        (5092, STRINGS, [hashlib.sha256(b"").hexdigest()]), (5093, INT32, [8])])
    signature = header(SIGNATURE, [(269, STRING, [hashlib.sha1(main).hexdigest()]), (273, STRING, [hashlib.sha256(main).hexdigest()]),
                                   (1000, INT32, [len(main)]), (1008, BINARY, bytes(4128))])
    lead = struct.pack(">4sBBHH66sHH16s", b"\xed\xab\xee\xdb", 3, 0, 0, 1, name.encode()[:65], 1, 5, b"")
    return f"{name}-{version}-1.el9.{architecture}.rpm", lead + signature + b"\0" * (-len(signature) % 8) + main


class Site:
    """What one daemon is told."""

    def __init__(self, daemon):
        self.daemon = daemon

    def ask(self, method, path, body=None, fields=None):
        status, answer = self.daemon.request(method, f"/api/v1/repositories/{path}", body,
                                             {"Authorization": f"Bearer {self.daemon.admin}", **(fields or {})})
        if status >= 300:
            raise RuntimeError(f"{method} {path}: {status} {answer[:500]!r}")
        return json.loads(answer) if answer else {}

    def upload(self, channel, packages, claims=None, query=""):
        """The digests as they are served, in the order of the packages."""
        body, fields = form_of(packages)
        names = {"Source-Repository", "Source-Commit", "Source-Ref", "Build-Url"}
        fields |= {f"Slipway-{name}": value for name, value in (claims or {}).items() if name in names}
        repository, _, name = channel.partition("/")
        answer = self.ask("POST", f"{repository}/channels/{name}/packages{query}", body, fields)
        return [package["sha256"] for package in answer["packages"]]

    def promote(self, repository, source, target, reason=""):
        return self.ask("POST", f"{repository}/promotions", {"from": source, "to": target, "reason": reason})["revision"]


def claims_of(commit):
    return {"Source-Repository": "https://git.harbour.example/traffic/control", "Source-Commit": commit * 5,
            "Source-Ref": "refs/heads/release/2026-11-containers-and-cranes", "Build-Url":
            "https://ci.harbour.example/traffic/control/-/pipelines/1048576/jobs/4194304?stage=package&architecture=amd64#L2048"}


def make_harbour(site):
    """A repository with everything; its packages by what is special about them."""
    site.ask("PUT", "harbour", {
        "description": "Everything that runs the harbour: traffic control, cranes, gates and the books of the harbour master. "
                       "Built by the harbour team, for Debian, Ubuntu, Enterprise Linux and openSUSE.",
        "ephemeral": {"pattern": "branch-*", "base": "dev", "ttl": "14d"},
        "distros": [{"name": "bookworm", "format": "deb", "architectures": ["amd64", "arm64", "armhf", "i386", "riscv64"],
                     "components": ["main", "contrib", "non-free", "non-free-firmware"], "default": True},
                    {"name": "trixie", "format": "deb", "architectures": ["amd64", "arm64"]},
                    {"name": "el9", "format": "rpm", "default": True}, {"name": "opensuse-leap-15.6", "format": "rpm"}],
        "channels": [{"name": "dev", "immutable_versions": False}, {"name": "staging", "promote_from": ["dev"]},
                     {"name": "stable", "protected": True, "promote_from": ["staging"]},
                     {"name": "long-term-support-for-the-harbours-of-the-north-2026", "keep": {"versions": 3, "days": 365}}, {"name": "archive"}]})
    found = {}
    first = site.upload("harbour/dev", [
        deb("harbour", "4.1-1", Depends=DEPENDS, Recommends="harbour-doc", Breaks="harbour-crane (<< 4)",
            Homepage="https://harbour.example/", Vcs_Git="https://git.harbour.example/harbour.git"),
        deb("harbour-doc", "4.1-1", "all", "explains the harbour", Source="harbour"), rpm("harbour", "4.1", requires=SONAMES)], claims_of("1f0e2d3c"))
    found["deb"], found["rpm"] = first[0], first[2]
    site.upload("harbour/dev", [deb("harbour-crane", "4.1-1", "arm64", "moves containers")], None, "?distro=trixie")
    site.promote("harbour", "dev", "staging", "release 4.1")
    site.promote("harbour", "staging", "stable", "release 4.1: signed off by the harbour master and by operations")
    for number in range(2, 24):
        packages = [deb("harbour", f"4.{number}-1", Depends=DEPENDS), rpm("harbour", f"4.{number}")]
        site.upload("harbour/dev", packages, claims_of(f"{number:08x}"))
    found["long"] = site.upload("harbour/dev", [deb(LONG_NAME, LONG_VERSION, "amd64", LONG_SUMMARY, Depends=DEPENDS)],
                                claims_of("deadbeef"))[0]
    fleet = [deb(f"{word}-{kind}", f"1.{number}.0-2", ("amd64", "all", "arm64")[number % 3], f"{kind} of {word}")
             for number, (word, kind) in enumerate((word, kind) for word in WORDS for kind in KINDS)]
    site.upload("harbour/dev", fleet, claims_of("0badcafe"))
    found["fleet"] = newest(site, "harbour", "dev")
    site.promote("harbour", "dev", "staging", "release 4.23: the whole fleet")
    site.ask("POST", "harbour/channels/staging/rollback", {"revision": 2, "reason": "4.23 loses containers in fog, see incident 1142"})
    site.upload("harbour/dev", [deb("harbour", "4.24-1~rc1", Depends=DEPENDS)])
    gone = site.upload("harbour/dev", [deb("leaky", "0.1", "all", "has a secret in it")])[0]
    site.ask("POST", f"harbour/packages/{gone}/purge", {"reason": "holds a password"})
    removed = site.upload("harbour/dev", [deb("mistake", "0.1", "all", "was not meant to be here")])[0]
    site.ask("DELETE", f"harbour/channels/dev/packages/{removed}?reason=uploaded+by+mistake")
    found["purged"], found["removed"] = gone, removed
    for name, channel, revision in (("release-4.1", "stable", 2), ("audit-2026", "stable", 2), ("before-the-fleet", "dev", 3),
                                    ("as-delivered-to-the-port-authority-in-november-2026", "dev", 3)):
        site.ask("POST", "harbour/pins", {"name": name, "channel": channel, "revision": revision})
    for branch in ("branch-fog", "branch-1142-do-not-lose-containers-in-fog-again"):
        site.upload(f"harbour/{branch}", [deb("harbour", "4.25~fog1", Depends=DEPENDS)])
    rotate_keys(site, "harbour")
    return found


def newest(site, repository, channel):
    return site.ask("GET", f"{repository}/channels/{channel}")["revision"]


def rotate_keys(site, repository):
    """Keys in each state: revoked, retired, retiring, active, standby."""
    def active():
        return next(key["fingerprint"] for key in site.ask("GET", f"{repository}/keys")["keys"] if key["state"] == "active")
    keys = []
    for algorithm in ("ed25519", "rsa3072", "ed25519"):
        keys.append(active())
        site.ask("POST", f"{repository}/keys", {"algorithm": algorithm})
        site.ask("POST", f"{repository}/keys/rotate?force=true", {})
    site.ask("POST", f"{repository}/keys/{keys[0]}/revoke", {})
    site.ask("POST", f"{repository}/keys/{keys[1]}/retire", {})
    site.ask("POST", f"{repository}/keys", {"algorithm": "ed25519"})


def make_others(site):
    """Small, empty and bare ones: with harbour too many for cards on the first page."""
    distros = [{"name": "deb", "format": "deb"}, {"name": "rpm", "format": "rpm"}]
    site.ask("PUT", "empty", {"distros": distros, "channels": [{"name": "dev"}, {"name": "stable"}]})
    site.ask("PUT", "bare", {"description": "Made, and nothing else"})
    site.ask("PUT", "internal-tools-of-the-department-for-harbour-infrastructure", {
        "description": LONG_SUMMARY, "distros": distros, "channels": [{"name": "edge-builds-of-every-commit"}, {"name": "stable"}]})


def make_pair(site):
    """Two repositories of a server nobody has configured yet, as cards on the first page."""
    site.upload("main/dev", [deb("hello", "1.0", "all", "says hello"), rpm("hello", "1.0", "noarch", "Says hello")])
    site.ask("PUT", "tools", {"description": "Tools for those who build", "channels": [{"name": "stable"}],
                              "distros": [{"name": "el9", "format": "rpm"}]})
    site.upload("tools/stable", [rpm("tool", f"1.{number}") for number in range(3)])


def pages_of_harbour(found):
    """Name, path and status of every page of the large site, in the order in which a person meets them."""
    ui = "/ui/harbour"
    return [
        ("first-page", "/", 200), ("problems", "/problems/", 200), ("problem", "/problems/package-exists", 200), ("repository", "/harbour/", 200), ("repository-empty", "/empty/", 200), ("repository-bare", "/bare/", 200),
        ("channels", f"{ui}/channels/", 200), ("channels-empty", "/ui/empty/channels/", 200), ("channels-bare", "/ui/bare/channels/", 200),
        ("revisions", f"{ui}/channels/dev/", 200), ("revisions-page-2", f"{ui}/channels/dev/?before=8", 200),
        ("revisions-staging", f"{ui}/channels/staging/", 200), ("revisions-stable", f"{ui}/channels/stable/", 200),
        ("revisions-empty", "/ui/empty/channels/dev/", 200), ("revisions-branch", f"{ui}/channels/branch-fog/", 200),
        ("revision-short", f"{ui}/channels/dev/revisions/3", 200), ("revision-long", f"{ui}/channels/dev/revisions/{found['fleet']}", 200),
        ("revision-long-page-2", (f"{ui}/channels/dev/revisions/{found['fleet']}", "Next page"), 200),
        ("revision-rollback", f"{ui}/channels/staging/revisions/4", 200), ("revision-empty", "/ui/empty/channels/dev/revisions/1", 200),
        ("revision-of-bare-packages", f"{ui}/channels/stable/revisions/2", 200),
        ("packages", f"{ui}/packages/", 200), ("packages-page-2", (f"{ui}/packages/", "Next page"), 200),
        ("packages-of-channel", f"{ui}/channels/dev/packages/", 200), ("packages-of-channel-page-2", (f"{ui}/channels/dev/packages/", "Next page"), 200),
        ("packages-empty", "/ui/empty/channels/dev/packages/", 200), ("packages-bare", "/ui/bare/packages/", 200),
        ("search", f"{ui}/packages/?q=harbour", 200), ("search-of-channel", f"{ui}/channels/stable/packages/?q=harbour", 200),
        ("search-nothing", f"{ui}/packages/?q=no-such-package-anywhere-in-the-whole-wide-harbour-of-the-north", 200),
        ("package-deb", f"{ui}/packages/{found['deb']}", 200), ("package-rpm", f"{ui}/packages/{found['rpm']}", 200),
        ("package-long", f"{ui}/packages/{found['long']}", 200), ("package-removed", f"{ui}/packages/{found['removed']}", 200),
        ("package-purged", f"{ui}/packages/{found['purged']}", 410), ("package-unknown", f"{ui}/packages/{'0' * 64}", 404),
        ("channel-unknown", f"{ui}/channels/no-such/", 404), ("revision-unknown", f"{ui}/channels/dev/revisions/4711", 404),
        ("repository-unknown", "/no-such/", 404), ("page-unknown", f"{ui}/elsewhere", 404),
        ("cursor-broken", f"{ui}/packages/?cursor=broken", 422), ("parameter-twice", f"{ui}/packages/?q=a&q=b", 422),
    ]
