"""The corpora: packages made of the stanzas of a Packages file, kept in a directory and made once.

A corpus grows: its list file names what is there, in the order of the stanzas, and a run that needs more makes the
rest. Packages beyond those ("one more") are copies of packages of the corpus under new names, evenly spread over it."""
import os
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from harness.deb_writer import deb
from harness.errors import BenchError
from harness.progress import Progress
from harness.rpm_writer import evr_of, rpm
from harness.stanzas import Stanza, digest_of, read_stanzas

RICH_FILES, RICH_CHANGELOG = 120, 10
KINDS = ("deb", "rpm", "rich-rpm")
GOLDEN_SECTION = 0.618033988749895
VERSION_OF_THE_WRITERS = 2  # a change of what the writers write needs a new corpus


@dataclass(frozen=True)
class Package:
    """A package file of a corpus. `version` is as the format spells it: with an epoch, if there is one."""
    path: Path
    name: str
    version: str

    def line(self, folder: Path) -> str:
        """Its line in the list of the corpus below the folder."""
        return f"{self.path.relative_to(folder)}\t{self.name}\t{self.version}\n"


def rendered(kind: str, stanza: Stanza) -> tuple[str, bytes, str]:
    """File name, bytes, version."""
    if kind == "deb":
        file_name = f"{stanza.name}_{stanza.version.replace(':', '%3a')}_{stanza.fields['Architecture']}.deb"
        return file_name, deb(stanza), stanza.version
    file_name, content = rpm(stanza, RICH_FILES, RICH_CHANGELOG) if kind == "rich-rpm" else rpm(stanza)
    return file_name, content, str(evr_of(stanza.version))


def write_package(kind: str, stanza: Stanza, folder: Path) -> Package:
    file_name, content, version = rendered(kind, stanza)
    path = folder / file_name
    path.write_bytes(content)
    return Package(path, stanza.name, version)


class Corpora:
    """All kinds of packages of one Packages file, below one directory."""

    def __init__(self, packages_file: Path, work: Path, progress: Progress):
        self.packages_file = packages_file
        self.folder = work / "corpora" / f"{digest_of(packages_file)[:16]}-{VERSION_OF_THE_WRITERS}"
        self._progress = progress
        self._stanzas: list[Stanza] = []
        self._extras = 0

    def size(self, wanted: int | None) -> int:
        """How many packages a run can have: all of the file, or as many as wanted."""
        self._stanzas = list(islice(read_stanzas(self.packages_file), wanted))
        if not self._stanzas or (wanted is not None and len(self._stanzas) < wanted):
            raise BenchError(f"{self.packages_file} has {len(self._stanzas)} packages, not {wanted or 'even one'}")
        return len(self._stanzas)

    def packages(self, kind: str) -> list[Package]:
        """Those of the run's stanzas; what is missing is made."""
        folder = self.folder / kind
        folder.mkdir(parents=True, exist_ok=True)
        made = self._listed(folder)[:len(self._stanzas)]
        with open(folder / "list", "a", encoding="utf-8") as listing:
            for number in range(len(made), len(self._stanzas)):
                below = folder / f"{number // 1000:03}"
                below.mkdir(exist_ok=True)
                package = write_package(kind, self._stanzas[number], below)
                made.append(package)
                listing.write(package.line(folder))
                self._progress.count(f"making the {kind} corpus:", number + 1, len(self._stanzas))
        return made

    def extras(self, kind: str, count: int, folder: Path) -> list[Package]:
        """`count` packages that no call has returned before. The multiples of the golden section spread them evenly."""
        folder.mkdir(parents=True, exist_ok=True)
        chosen = []
        for _ in range(count):
            self._extras += 1
            stanza = self._stanzas[int(self._extras * GOLDEN_SECTION % 1 * len(self._stanzas))]
            chosen.append(write_package(kind, stanza.renamed(f"{stanza.name}-more{self._extras}"), folder))
        return chosen

    @staticmethod
    def _listed(folder: Path) -> list[Package]:
        """What former runs finished. A line that was cut off is cut away: its package is made again."""
        listing = folder / "list"
        if not listing.exists():
            return []
        text = listing.read_bytes()
        whole = text[:text.rfind(b"\n") + 1]
        if len(whole) < len(text):
            os.truncate(listing, len(whole))
        rows = (line.split("\t") for line in whole.decode().splitlines())
        return [Package(folder / path, name, version) for path, name, version in rows]


def link_farm(packages: list[Package], folder: Path) -> Path:
    """A directory with exactly these files, for programs that take a directory. Hard links: nothing is copied."""
    folder.mkdir(parents=True)
    for number, package in enumerate(packages):
        below = folder / f"{number // 1000:03}"
        below.mkdir(exist_ok=True)
        os.link(package.path, below / package.path.name)
    return folder
