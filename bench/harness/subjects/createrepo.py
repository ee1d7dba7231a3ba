"""createrepo_c over a directory of rpms, as its users run it: rpmsign signs the new package, gpg signs repomd.xml."""
import shutil
from pathlib import Path

from harness.corpus import Package, link_farm
from harness.processes import Children, Usage
from harness.signing_home import SigningHome
from harness.verify import check_yum


class Createrepo:
    name = "createrepo_c"
    OPTIONS = ("--update", "--no-database", "--quiet")  # the XML files only: what Slipway makes

    def __init__(self, folder: Path, children: Children, home: SigningHome):
        self.count = 0
        self.folder, self._children, self._home = folder, children, home
        self._packages = folder / "packages"
        self._packages.mkdir(parents=True)

    def take_in(self, packages: list[Package]) -> Usage:
        """Unsigned packages, as they are loaded into Slipway for the same rows."""
        link_farm(packages, self._packages / f"from-{self.count}")
        usage = self._index()
        self.count += len(packages)
        return usage

    def sign_and_take_in(self, packages: list[Package]) -> Usage:
        """Signs copies: the corpus stays as it is. The copying is not counted."""
        copies = [self._copy(package) for package in packages]
        usage = self._home.sign_rpms(copies) + self._index()
        self.count += len(packages)
        return usage

    def publish(self, package: Package) -> Usage:
        usage = self._home.sign_rpms([self._copy(package)]) + self._index()
        self.count += 1
        return usage

    def check(self, package: Package) -> None:
        check_yum(lambda path: (self._packages / path).read_bytes(), self._home.keyring, package, self.count)

    def _copy(self, package: Package) -> Path:
        return Path(shutil.copy(package.path, self._packages))

    def _index(self) -> Usage:
        usage = self._children.run(["createrepo_c", *self.OPTIONS, self._packages])
        return usage + self._home.sign_detached(self._packages / "repodata/repomd.xml")
