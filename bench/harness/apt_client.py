"""A machine that has apt and nothing else, below a directory: what the real client makes of a repository."""
from pathlib import Path

from harness.processes import Children

FOLDERS = ("etc/apt/apt.conf.d", "etc/apt/preferences.d", "etc/apt/trusted.gpg.d", "var/lib/apt/lists/partial",
           "var/cache/apt/archives/partial", "var/lib/dpkg")
CONFIGURATION = """\
Dir "{root}";
Dir::State::status "{root}/var/lib/dpkg/status";
APT::Architecture "amd64";
APT::Architectures {{ "amd64"; }};
APT::Sandbox::User "root";
APT::Update::Error-Mode "any";
Acquire::Languages "none";
"""


class AptClient:
    """Trusts the keys of one file."""

    def __init__(self, root: Path, children: Children, keyring: Path):
        self._root, self._children, self._keyring = root, children, keyring
        for folder in FOLDERS:
            (root / folder).mkdir(parents=True)
        (root / "var/lib/dpkg/status").touch()
        (root / "apt.conf").write_text(CONFIGURATION.format(root=root))

    def packages_at(self, url: str, suite: str) -> set[str]:
        """Their names, after `apt-get update`. What apt does not accept ends the row."""
        (self._root / "etc/apt/sources.list").write_text(f"deb [signed-by={self._keyring}] {url} {suite} main\n")
        environment = {"APT_CONFIG": str(self._root / "apt.conf")}
        self._children.run(["apt-get", "-q", "update"], env=environment)
        listing = self._children.output(["apt-cache", "dumpavail"], env=environment)
        return {line.removeprefix("Package: ") for line in listing.splitlines() if line.startswith("Package: ")}
