"""Clients that believe nothing: every signature, every index by its digest, every package by its digest.

One reads as apt does, one as yum does. A package may be gone (404, 410) only if `may_be_gone` says so of its digest: a
purge takes away what an index that was read before still names."""
import bz2
import gzip
import hashlib
import http.client
import lzma
import re
import subprocess
import tempfile
import urllib.parse
import xml.etree.ElementTree as xml
from pathlib import Path

from daemon import UNANSWERED, Deviation, expect

XML = {"repo": "http://linux.duke.edu/metadata/repo", "common": "http://linux.duke.edu/metadata/common"}


class Interrupted(Exception):
    """The server went away in the middle: nothing was proved, nothing was wrong."""


class Gone(Exception):
    """404 or 410."""


class Reader:
    """One connection, kept while it lasts. Bytes that were verified once are not asked for twice: their URLs carry
    their digests."""

    def __init__(self, address: tuple[str, int], may_be_gone=lambda digest: False):
        self.may_be_gone = may_be_gone
        self.connection = http.client.HTTPConnection(*address, timeout=60)
        self.files = 0
        self.bytes = 0

    def fetch(self, path: str) -> bytes:
        try:
            self.connection.request("GET", urllib.parse.quote(path, safe="/%+~:?=&"))
            response = self.connection.getresponse()
            content = response.read()
        except UNANSWERED as error:
            self.connection.close()
            raise Interrupted(path) from error
        if response.status in (404, 410):
            raise Gone(path)
        if response.status >= 500:
            raise Interrupted(f"{path}: {response.status}")  # honest: nothing was served
        expect(response.status == 200, f"{path}: status {response.status}")
        self.files += 1
        self.bytes += len(content)
        return content

    def fetch_verified(self, path: str, digest: str, size: int | None = None) -> bytes:
        content = self.fetch(path)
        expect(size is None or size == len(content), f"{path} has {len(content)} bytes instead of {size}")
        expect(hashlib.sha256(content).hexdigest() == digest, f"{path} has not the digest that was signed")
        return content

    def fetch_package(self, path: str, digest: str, size: int) -> None:
        try:
            self.fetch_verified(path, digest, size)
        except Gone:
            expect(self.may_be_gone(digest), f"{path} is in a signed index and not there")


def signed_text(keyring: bytes, what: str, *files: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        ring = Path(folder) / "ring.gpg"
        ring.write_bytes(keyring)
        paths = [Path(folder) / str(number) for number in range(len(files))]
        for path, content in zip(paths, files):
            path.write_bytes(content)
        output = [] if len(files) > 1 else ["--output", "-"]
        run = subprocess.run(["gpgv", "--keyring", str(ring), *output, *map(str, paths)], capture_output=True)
    if run.returncode != 0:
        raise Deviation(f"{what} is not signed well: {run.stderr.decode(errors='replace')}")
    return run.stdout


def keyring_of(reader: Reader, repository: str) -> bytes:
    armored = reader.fetch(f"/{repository}/keys.asc")
    return subprocess.run(["gpg", "--dearmor"], input=armored, capture_output=True, check=True).stdout


def decompressed(path: str, content: bytes) -> bytes:
    if path.endswith(".gz"):
        return gzip.decompress(content)
    if path.endswith(".xz"):
        return lzma.decompress(content)
    if path.endswith(".bz2"):
        return bz2.decompress(content)
    if path.endswith(".zst"):
        return subprocess.run(["zstd", "-dc"], input=content, capture_output=True, check=True).stdout
    return content


def apt_packages(text: bytes) -> set[tuple[str, str, int]]:
    """Path, digest and size of every stanza."""
    found = set()
    for stanza in text.decode().split("\n\n"):
        fields = dict(re.findall(r"^(Filename|SHA256|Size): (.*)$", stanza, re.MULTILINE))
        if fields:
            found.add((fields["Filename"], fields["SHA256"], int(fields["Size"])))
    return found


def read_apt(reader: Reader, keyring: bytes, base: str, suite: str) -> set[str]:
    """The digests of all packages of the suite."""
    release = signed_text(keyring, f"{suite}/InRelease", reader.fetch(f"{base}/dists/{suite}/InRelease")).decode()
    section = re.search(r"^SHA256:\n((?: .*\n?)+)", release, re.MULTILINE)
    expect(section is not None, f"{suite}/InRelease has no SHA256 section")
    indexes: dict[str, set] = {}
    for line in section[1].splitlines():
        digest, size, path = line.split()
        folder, _, name = path.rpartition("/")
        try:
            content = reader.fetch_verified(f"{base}/dists/{suite}/{folder}/by-hash/SHA256/{digest}", digest, int(size))
        except Gone:
            # Not compressed, an index is served under its plain name alone, and only while it is the newest.
            expect("." not in name, f"{path} of a signed Release is not served by its digest")
            continue
        if not name.startswith("Packages"):
            continue
        packages = apt_packages(decompressed(name, content))
        expect(indexes.setdefault(folder, packages) == packages, f"{folder}: the forms of the index do not agree")
    everything = set().union(*indexes.values()) if indexes else set()
    for path, digest, size in everything:
        reader.fetch_package(f"{base}/{path}", digest, size)
    return {digest for _, digest, _ in everything}


def matching_pair(reader: Reader, keyring: bytes, base: str) -> bytes:
    """repomd.xml with the signature of the same moment: a publication may come between the two."""
    for _ in range(5):
        repomd = reader.fetch(f"{base}/repodata/repomd.xml")
        signature = reader.fetch(f"{base}/repodata/repomd.xml.asc")
        if reader.fetch(f"{base}/repodata/repomd.xml") == repomd:
            break
    signed_text(keyring, f"{base}/repodata/repomd.xml", signature, repomd)
    return repomd


def read_yum(reader: Reader, keyring: bytes, base: str) -> set[str]:
    repomd = xml.fromstring(matching_pair(reader, keyring, base))
    everything = set()
    for data in repomd.findall("repo:data", XML):
        href, digest = data.find("repo:location", XML).get("href"), data.find("repo:checksum", XML).text
        content = decompressed(href, reader.fetch_verified(f"{base}/{href}", digest, int(data.find("repo:size", XML).text)))
        open_digest = data.find("repo:open-checksum", XML)
        expect(open_digest is None or hashlib.sha256(content).hexdigest() == open_digest.text,
               f"{base}/{href} has not the open digest that was signed")
        if data.get("type") != "primary":
            continue
        for package in xml.fromstring(content).findall("common:package", XML):
            everything.add((package.find("common:location", XML).get("href"), package.find("common:checksum", XML).text,
                            int(package.find("common:size", XML).get("package"))))
    for href, digest, size in everything:
        reader.fetch_package(urllib.parse.urljoin(f"{base}/", href), digest, size)
    return {digest for _, digest, _ in everything}


def read_channel(reader: Reader, channel: str, repository: str = "main") -> set[str]:
    """The digests of all packages that clients find in the channel, each one of them fetched and verified."""
    # A key may be rotated between the keyring and the index: then the newer keyring is asked for, once.
    for attempt in (1, 2):
        keyring = keyring_of(reader, repository)
        try:
            found = read_apt(reader, keyring, f"/{repository}/deb", channel)
            return found | read_yum(reader, keyring, f"/{repository}/rpm/{channel}/x86_64")
        except Deviation as error:
            if attempt == 2 or "not signed well" not in str(error):
                raise
