"""What a daemon serves to dnf, looked at as dnf does: repomd.xml, the documents it names, the packages they name; and what
createrepo_c writes about the same packages."""
import functools
import gzip
import hashlib
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from urllib.parse import unquote

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "repo-format" / "yum"))
import compare_repodata  # noqa: E402

DOCUMENTS = ("primary", "filelists", "other")
REPO = "{http://linux.duke.edu/metadata/repo}"
COMMON = compare_repodata.COMMON
RPM = "{http://linux.duke.edu/metadata/rpm}"
PROVIDES, REQUIRES = RPM + "provides", RPM + "requires"


class NotServed(Exception):
    """What an index promises is not there, or is something else."""


class Index:
    """Of one basearch; `address` ends with a slash, packages are stored in `directory` by their checksums."""

    def __init__(self, daemon, address, directory):
        self.daemon, self.address, self.directory = daemon, address, Path(directory)
        self.directory.mkdir(parents=True)
        self.documents = self._fetch_documents()
        self.packages = {}  # path of the file by its checksum
        for package in ElementTree.fromstring(self.documents["primary"]):
            self._fetch_package(package)

    def _get(self, href, checksum=None):
        status, body = self.daemon.request("GET", self.address + href)
        if status != 200:
            raise NotServed(f"{self.address}{href}: {status}")
        if checksum and hashlib.sha256(body).hexdigest() != checksum:
            raise NotServed(f"{self.address}{href} has another checksum than its index says")
        return body

    def _fetch_documents(self):
        found = {}
        for data in ElementTree.fromstring(self._get("repodata/repomd.xml")).iter(REPO + "data"):
            href, checksum = data.find(REPO + "location").get("href"), data.find(REPO + "checksum").text
            if data.get("type") in DOCUMENTS:
                found[data.get("type")] = gzip.decompress(self._get(href, checksum))
        return found

    def _fetch_package(self, package):
        checksum, href = package.find(COMMON + "checksum").text, package.find(COMMON + "location").get("href")
        body = self._get(href, checksum)
        if len(body) != int(package.find(COMMON + "size").get("package")):
            raise NotServed(f"{self.address}{href} has {len(body)} bytes, its index says otherwise")
        path = self.directory / f"{checksum}.rpm"
        path.write_bytes(body)
        self.packages[checksum] = (path, unquote(href).rsplit("/", 1)[1])

    def disagreements(self, has_transaction_requirements):
        """With createrepo_c, a text each."""
        done = subprocess.run(["createrepo_c", "--quiet", "--no-database", "--general-compress-type=gz", str(self.directory)],
                              capture_output=True, text=True, errors="replace", check=False)
        if done.returncode:
            return [f"createrepo_c: {done.stderr[-500:]}"]
        unmarked = set()
        if version_of_createrepo() < (1, 0):
            unmarked = {checksum for checksum, (path, _) in self.packages.items() if has_transaction_requirements(path)}
        found = [line for line in done.stderr.splitlines() if "Critical" in line]
        for document in DOCUMENTS:
            theirs = gzip.decompress(next((self.directory / "repodata").glob(f"*-{document}.xml.gz")).read_bytes())
            found += compare_repodata.differences_of_documents(
                document, theirs, self.documents[document],
                lambda checksum, package: comparable(package, checksum in unmarked))
        return [self._with_names(text) for text in found]

    def _with_names(self, text):
        for checksum, (_, name) in self.packages.items():
            text = text.replace(f" {checksum[:8]}", f" {name}", 1).replace(checksum, name)
        return text


@functools.cache
def version_of_createrepo():
    said = subprocess.run(["createrepo_c", "--version"], capture_output=True, text=True, check=True).stdout
    return tuple(int(part) for part in said.split()[1].split(".")[:2])


def comparable(package, unmarked):
    """A package without what is known to differ:

    createrepo_c before 1.0 does not mark what scripts of PRETRANS and POSTTRANS require, Slipway does, as later ones do. Where
    a package has such requirements (`unmarked`), they are compared without the mark; without it two entries may be one.

    librpm 4 adds to a package of rpm 3 that it provides itself, even where that says so already; Slipway lists it once.
    """
    name, attributes, text, children = package
    own = next((child[2] for child in children if child[0] == COMMON + "name"), None)

    def prepared(element):
        tag, items, inner, below = element
        if tag == PROVIDES:
            below = tuple(entry for place, entry in enumerate(below) if ("name", own) not in entry[1] or entry not in below[:place])
        elif tag == REQUIRES and unmarked:
            below = tuple(sorted({(entry[0], tuple(item for item in entry[1] if item[0] != "pre"), *entry[2:]) for entry in below}))
        elif tag == COMMON + "format":
            below = tuple(prepared(child) for child in below)
        return tag, items, inner, below

    return name, attributes, text, tuple(prepared(child) for child in children)
