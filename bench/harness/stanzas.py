"""Where the packages come from: a Debian Packages file, and how its stanzas are read."""
import hashlib
import lzma
import re
import subprocess
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

from harness.errors import BenchError
from harness.progress import Progress

# What describes the file in the archive, and not the package: a package's own control file does not have it.
OF_THE_ARCHIVE = {"filename", "size", "md5sum", "sha1", "sha256", "sha512", "description-md5"}

RELEASE = "bookworm"
APT_LISTS_QUERY = ["apt-get", "indextargets", "--format", "$(FILENAME)", "Created-By: Packages", f"Codename: {RELEASE}",
                   "Component: main", "Architecture: amd64"]


@dataclass(frozen=True)
class Stanza:
    """`fields` maps the names, as spelled and in their order, to values with all their lines."""
    fields: dict[str, str]

    @property
    def name(self) -> str:
        return self.fields["Package"]

    @property
    def version(self) -> str:
        return self.fields["Version"]

    @property
    def control(self) -> str:
        """The text of the package's control file."""
        return "".join(f"{name}: {value}\n" for name, value in self.fields.items())

    def renamed(self, name: str) -> "Stanza":
        """The same package under another name: one more package for a repository that has this one."""
        return Stanza({**self.fields, "Package": name})


def parse(paragraph: str) -> Stanza:
    found = re.findall(r"^([!-9;-~]+):[ \t]*(.*(?:\n[ \t].*)*)\n?", paragraph, re.MULTILINE)
    return Stanza({name: value for name, value in found if name.lower() not in OF_THE_ARCHIVE})


def made_up(name: str) -> Stanza:
    """A package that no distribution has."""
    return parse(f"Package: {name}\nVersion: 1.0\nArchitecture: all\nMaintainer: Bench <bench@example.com>\n"
                 f"Description: {name}, made for a measurement\n")


def read_stanzas(path: Path) -> Iterator[Stanza]:
    """In the order of the file."""
    paragraph: list[str] = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line != "\n":
                paragraph.append(line)
            elif paragraph:
                yield parse("".join(paragraph))
                paragraph = []
    if paragraph:
        yield parse("".join(paragraph))


def digest_of(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def find_packages_file(given: Path | None, work: Path, progress: Progress) -> Path:
    """The given file, else one that was found before, else apt's, else the mirror's; as plain text."""
    if given is not None:
        if not given.is_file():
            raise BenchError(f"--packages-file {given}: there is no such file")
        return given
    kept = work / f"Packages-{RELEASE}-main-amd64"
    if not kept.exists():
        text = from_apt_lists() or from_mirror(progress)
        kept.with_suffix(".part").write_bytes(text)
        kept.with_suffix(".part").rename(kept)
    return kept


def from_apt_lists() -> bytes | None:
    """apt keeps its lists compressed in several ways; its helper reads them all."""
    try:
        targets = subprocess.run(APT_LISTS_QUERY, capture_output=True, text=True, check=True).stdout.split()
        for target in targets:
            text = subprocess.run(["/usr/lib/apt/apt-helper", "cat-file", target], capture_output=True).stdout
            if text:
                return text
    except (OSError, subprocess.CalledProcessError):
        return None
    return None


def mirror() -> str:
    """The first URI of apt's sources that has the release itself, not its updates or security fixes."""
    for path in [Path("/etc/apt/sources.list"), *sorted(Path("/etc/apt/sources.list.d").glob("*"))]:
        if path.suffix not in (".list", ".sources") or not path.is_file():
            continue
        text = path.read_text(errors="replace")
        for paragraph in re.split(r"\n\s*\n", text):
            uri, suites = (re.search(rf"^{name}:\s*(.+)$", paragraph, re.MULTILINE) for name in ("URIs", "Suites"))
            if uri and suites and RELEASE in suites[1].split():
                return uri[1].split()[0]
        line = re.search(rf"^deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+{RELEASE}\s", text, re.MULTILINE)
        if line:
            return line[1]
    return "http://deb.debian.org/debian"


def from_mirror(progress: Progress) -> bytes:
    """Sample data for measurements: nothing of it is installed, so its signature is not asked for."""
    url = f"{mirror().rstrip('/')}/dists/{RELEASE}/main/binary-amd64/Packages.xz"
    progress.say(f"downloading {url}")
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return lzma.decompress(answer.read())
    except (urllib.error.URLError, lzma.LZMAError, OSError) as error:
        raise BenchError(f"{url}: {error}. Give a Debian Packages file with --packages-file FILE.") from error
