"""reprepro and aptly, each with a repository of its own, set up as their manuals do to make the index files that
Slipway makes, as far as they can (aptly has no xz), and no others (Contents, bz2)."""
import json
from pathlib import Path

from harness.corpus import Package, link_farm
from harness.processes import Children, Usage
from harness.signing_home import SigningHome
from harness.verify import check_apt


def reader(root: Path):
    return lambda path: (root / path).read_bytes()


class Reprepro:
    """`forms`: of its Packages file."""
    FORMS = (".", ".gz", ".xz")
    DEFAULT_FORMS = (".", ".gz")
    PORTION = 4_000  # what fits a command line
    DEFAULTS = ("-S", "misc", "-P", "optional")  # for packages that do not say their section and priority

    def __init__(self, folder: Path, children: Children, home: SigningHome, forms: tuple[str, ...] = FORMS,
                 name: str = "reprepro"):
        self.name = name
        self._names: set[str] = set()
        self.folder, self._children, self._home = folder, children, home
        (folder / "conf").mkdir(parents=True)
        self.offer(forms)

    def offer(self, forms: tuple[str, ...]) -> None:
        """From the next publication on."""
        (self.folder / "conf/distributions").write_text(
            f"Codename: dev\nArchitectures: amd64\nComponents: main\nSignWith: {self._home.fingerprint}\n"
            f"DebIndices: Packages Release {' '.join(forms)}\n")

    def take_in(self, packages: list[Package]) -> Usage:
        """All files first, then one export."""
        usage = Usage()
        for start in range(0, len(packages), self.PORTION):
            paths = [package.path for package in packages[start:start + self.PORTION]]
            usage += self._run("--export=silent-never", *self.DEFAULTS, "includedeb", "dev", *paths)
        usage += self._run("export", "dev")
        self._names.update(package.name for package in packages)
        return usage

    @property
    def count(self) -> int:
        """It keeps one version of each name; the corpus has a few names twice."""
        return len(self._names)

    def publish(self, package: Package) -> Usage:
        usage = self._run(*self.DEFAULTS, "includedeb", "dev", package.path)
        self._names.add(package.name)
        return usage

    def check(self, package: Package) -> None:
        check_apt(reader(self.folder), self._home.keyring, "dev", package, self.count)

    def _run(self, *arguments) -> Usage:
        return self._children.run(["reprepro", "-b", self.folder, *arguments], env=self._home.environment)


class Aptly:
    """`options` go to every publication."""
    LEAN = ("-skip-contents", "-skip-bz2")

    def __init__(self, folder: Path, children: Children, home: SigningHome, options: tuple[str, ...] = LEAN,
                 name: str = "aptly"):
        self.name, self.count = name, 0
        self._snapshots: dict[str, list[str]] = {}  # of each channel, the newest last
        self.folder, self._children, self._home, self._options = folder, children, home, options
        folder.mkdir(parents=True)
        self._config = folder / "aptly.conf"
        self._config.write_text(json.dumps({"rootDir": str(folder / "root"), "gpgProvider": "gpg"}))
        self._run("repo", "create", "-distribution=dev", "-component=main", "bench")

    def take_in(self, packages: list[Package]) -> Usage:
        farm = link_farm(packages, self.folder / f"in-{self.count}")
        usage = self._run("repo", "add", "bench", farm)
        if self.count:
            usage += self._publish("update", "dev")
        else:
            usage += self._publish("repo", "-architectures=amd64", "bench")
        self.count += len(packages)
        return usage

    def publish(self, package: Package) -> Usage:
        usage = self._run("repo", "add", "bench", package.path) + self._publish("update", "dev")
        self.count += 1
        return usage

    def promote(self, channel: str) -> Usage:
        """A snapshot of the repository takes the place of the one that the channel shows. Taking it is not counted."""
        snapshots = self._snapshots.setdefault(channel, [])
        snapshots.append(f"{channel}-{len(snapshots)}")
        self._run("snapshot", "create", snapshots[-1], "from", "repo", "bench")
        if len(snapshots) > 1:
            return self._publish("switch", channel, snapshots[-1])
        return self._publish("snapshot", "-architectures=amd64", f"-distribution={channel}", snapshots[-1])

    def roll_back(self, channel: str) -> Usage:
        """To what the channel showed before the last promotion."""
        self._snapshots[channel].append(self._snapshots[channel][-2])
        return self._publish("switch", channel, self._snapshots[channel][-1])

    def check(self, package: Package) -> None:
        self.check_channel("dev", package, self.count)

    def check_channel(self, channel: str, package: Package, count: int) -> str:
        return check_apt(reader(self.folder / "root/public"), self._home.keyring, channel, package, count)

    def _publish(self, action: str, *arguments: str) -> Usage:
        return self._run("publish", action, "-batch", f"-gpg-key={self._home.fingerprint}", *self._options, *arguments)

    def _run(self, verb: str, action: str, *arguments) -> Usage:
        command = ["aptly", f"-config={self._config}", verb, action, *arguments]
        return self._children.run(command, env=self._home.environment)
