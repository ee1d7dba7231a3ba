"""observe.py record|check URL FILE [--may-be-gone]: what a server serves to package managers.

`record` keeps the digest of everything that carries it in its address and can be reached from the signed entry points:
every form of every index by its digest, every file of repodata, pool and packages. `check` asks for these addresses
again, then follows the entry points as they are now. Every signature must be good, every answer must have the bytes
whose digest is named, all forms of an index must say the same; what is not answered must be a 503 that says that it is
damaged and is not cached. With --may-be-gone, for a catalog that lost something nobody knows of, an address may also be
unknown or fail. Prints how many addresses were answered and how many not."""
import argparse
import hashlib
import json
import re
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree as xml
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "faults"))

from daemon import Deviation, expect  # noqa: E402
from readers import XML, apt_packages, decompressed, signed_text  # noqa: E402

DEB = [("main", "deb/dists/dev"), ("other", "deb/dists/dev")]
RPM = [("main", "rpm/dev/x86_64"), ("main", "rpm/dev/aarch64"), ("other", "rpm/dev/x86_64")]  # of other: zst
FORMS_OF_APT = {"Packages", "Packages.gz", "Packages.xz"}
DOCUMENTS_OF_YUM = {"primary", "filelists", "other"}


class Server:
    """Asks, and counts what is answered. Addresses begin behind the server's URL."""

    def __init__(self, url: str, may_be_gone: bool):
        self.url, self.may_be_gone = url, may_be_gone
        self.answered = self.refused = 0
        self.digests: dict[str, str] = {}  # of the addresses that carry one

    def get(self, address: str, optional: bool = False) -> bytes | None:
        """The body; None for what is refused as it should be, or is `optional` and not there."""
        try:
            with urllib.request.urlopen(self.url + address, timeout=30) as answer:
                body = answer.read()
        except urllib.error.HTTPError as error:
            return self._refused(address, error, optional)
        self.answered += 1
        return body

    def _refused(self, address: str, answer: urllib.error.HTTPError, optional: bool) -> None:
        problem = answer.read()
        if optional and answer.code == 404:
            return
        self.refused += 1
        if answer.code == 503 and json.loads(problem)["code"] == "damaged":
            expect(answer.headers["Cache-Control"] == "no-store" and not answer.headers["ETag"],
                   f"{address}: the 503 may be cached")
            return
        expect(self.may_be_gone and answer.code in (404, 410, 500, 503), f"{address}: {answer.code} {problem[:200]}")

    def get_verified(self, address: str, digest: str, size: int | None = None, optional: bool = False,
                     carries_digest: bool = True) -> bytes | None:
        body = self.get(address, optional)
        if body is None:
            return None
        expect(hashlib.sha256(body).hexdigest() == digest, f"{address}: 200 with other bytes")
        expect(size is None or len(body) == size, f"{address}: {len(body)} bytes instead of {size}")
        if carries_digest:
            self.digests[address] = digest
        return body


def dearmored(armored: bytes) -> bytes:
    return subprocess.run(["gpg", "--dearmor"], input=armored, capture_output=True, check=True).stdout


def read_release(server: Server, keyring: bytes, base: str) -> str | None:
    """The text of the Release, whose signatures are good where they are served."""
    signed, release = server.get(f"{base}/InRelease"), server.get(f"{base}/Release")
    detached = server.get(f"{base}/Release.gpg", optional=True)  # it is made a moment after the others
    text = signed_text(keyring, f"{base}/InRelease", signed) if signed is not None else release
    if signed is not None and release is not None:
        expect(text.strip() == release.strip(), f"{base}: InRelease and Release do not say the same")
    if release is not None and detached is not None:
        signed_text(keyring, f"{base}/Release.gpg", detached, release)
    return None if text is None else text.decode()


def read_forms(server: Server, base: str, folder: str, forms: dict[str, tuple[str, int]]) -> set[tuple[str, str, int]]:
    """What all forms of an index agree on: path, digest and size of each package. A form that is not compressed stands
    in a Release to be checked after decompression; it need not be served."""
    expect(set(forms) == FORMS_OF_APT, f"{base}/{folder}: the Release names {sorted(forms)}")
    contents = {}
    for name, (digest, size) in forms.items():
        plain = name == "Packages"
        bodies = [server.get_verified(f"{base}/{folder}/by-hash/SHA256/{digest}", digest, size, plain),
                  server.get_verified(f"{base}/{folder}/{name}", digest, size, plain, carries_digest=False)]
        texts = [decompressed(name, body) for body in bodies if body is not None]
        for text in texts:
            expect(hashlib.sha256(text).hexdigest() == forms["Packages"][0], f"{base}/{folder}/{name}: not the text that was signed")
            contents[name] = apt_packages(text)
    return set().union(*contents.values()) if contents else set()


def read_apt(server: Server, repository: str, keyring: bytes, place: str) -> None:
    base = f"/{repository}/{place}"
    release = read_release(server, keyring, base)
    if release is None:
        return
    folders: dict[str, dict[str, tuple[str, int]]] = {}
    for digest, size, path in re.findall(r"^ ([0-9a-f]{64}) +(\d+) (\S+)$", release, re.MULTILINE):
        folder, _, name = path.rpartition("/")
        folders.setdefault(folder, {})[name] = (digest, int(size))
    expect(len(folders) > 1, f"{base}: the Release names no indexes")
    for folder, forms in folders.items():
        for path, digest, size in read_forms(server, base, folder, forms):
            server.get_verified(f"/{repository}/deb/{path}", digest, size)


def read_document(server: Server, base: str, data: xml.Element) -> bytes | None:
    """The text of a file of repodata."""
    value = {name: data.find(f"repo:{name}", XML) for name in ("checksum", "open-checksum", "size", "open-size")}
    href = data.find("repo:location", XML).get("href")
    packed = server.get_verified(f"{base}/{href}", value["checksum"].text, int(value["size"].text))
    if packed is None:
        return None
    text = decompressed(href, packed)
    expect(hashlib.sha256(text).hexdigest() == value["open-checksum"].text and len(text) == int(value["open-size"].text),
           f"{base}/{href}: not the text that was signed")
    return text


def read_yum(server: Server, repository: str, place: str) -> None:
    base = f"/{repository}/{place}"
    repomd, signature, key = (server.get(f"{base}/repodata/repomd.xml{ending}") for ending in ("", ".asc", ".key"))
    if repomd is None:
        return
    if signature is not None and key is not None:
        signed_text(dearmored(key), f"{base}/repodata/repomd.xml", signature, repomd)
    documents = {data.get("type"): data for data in xml.fromstring(repomd).findall("repo:data", XML)}
    expect(set(documents) == DOCUMENTS_OF_YUM, f"{base}: repomd.xml names {sorted(documents)}")
    texts = {kind: read_document(server, base, data) for kind, data in documents.items()}
    if texts["primary"] is None:
        return
    for package in xml.fromstring(texts["primary"]).findall("common:package", XML):
        href, size = package.find("common:location", XML).get("href"), package.find("common:size", XML).get("package")
        address = urllib.parse.urlsplit(urllib.parse.urljoin(f"http://server{base}/", href)).path
        server.get_verified(address, package.find("common:checksum", XML).text, int(size))


def read_everything(server: Server) -> None:
    for repository, place in DEB:
        keys = server.get(f"/{repository}/keys.asc")
        if keys is not None:
            read_apt(server, repository, dearmored(keys), place)
    for repository, place in RPM:
        read_yum(server, repository, place)


def record(server: Server, path: str) -> None:
    read_everything(server)
    expect(server.refused == 0, "something of a whole directory is not served")
    for part in ("/by-hash/", "-primary.xml.gz", "-other.xml.zst", "-filelists.xml.gz", "/pool/", "/packages/"):
        expect(any(part in address for address in server.digests), f"nothing is served below {part}")
    Path(path).write_text(json.dumps(server.digests))


def check(server: Server, path: str) -> None:
    for address, digest in json.loads(Path(path).read_text()).items():
        server.get_verified(address, digest)
    read_everything(server)
    print(server.answered, server.refused)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=("record", "check"))
    parser.add_argument("url")
    parser.add_argument("file")
    parser.add_argument("--may-be-gone", action="store_true")
    chosen = parser.parse_args()
    try:
        {"record": record, "check": check}[chosen.verb](Server(chosen.url, chosen.may_be_gone), chosen.file)
    except Deviation as deviation:
        sys.exit(str(deviation))
