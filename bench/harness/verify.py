"""Whether a repository publishes what it was given, seen as a client sees it: signature, digests, package, count.

`fetch` gets a path below the repository's root, over HTTP from Slipway and from a file of a peer. Every complaint is a
WrongResult: a time for something else than the right result does not count."""
import gzip
import hashlib
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Callable

from harness.corpus import Package
from harness.errors import expect

Fetch = Callable[[str], bytes]


def gpgv(keyring: Path, what: str, *files: bytes) -> str:
    """What the signed document says. `files`: one that holds its signature, or a signature and what it is of."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / str(number) for number in range(len(files))]
        for path, content in zip(paths, files):
            path.write_bytes(content)
        output = [] if len(files) > 1 else ["--output", "-"]
        run = subprocess.run(["gpgv", "--keyring", keyring, *output, *paths], capture_output=True)
    expect(run.returncode == 0, f"{what} is not signed well: {run.stderr.decode(errors='replace')}")
    return run.stdout.decode()


def listed_files(release: str) -> dict[str, str]:
    """Path to SHA-256, of the Release text."""
    section = re.search(r"^SHA256:\n((?: .*\n?)+)", release, re.MULTILINE)
    expect(section is not None, "Release has no SHA256 section")
    return {line.split()[2]: line.split()[0] for line in section[1].splitlines()}


def expect_digest(content: bytes, digest: str, what: str) -> None:
    expect(hashlib.sha256(content).hexdigest() == digest, f"{what} does not have the digest that was signed")


def apt_index_url(fetch: Fetch, keyring: Path, suite: str, ending: str, by_hash: bool) -> tuple[str, str]:
    """Path and digest of the one index that an amd64 machine needs, by the signed Release. It has the packages for all
    architectures, too."""
    folder = "main/binary-amd64"
    release = gpgv(keyring, "InRelease", fetch(f"dists/{suite}/InRelease"))
    digest = listed_files(release).get(f"{folder}/Packages{ending}")
    expect(digest is not None, f"Release names no {folder}/Packages{ending}")
    return f"dists/{suite}/{folder}/" + (f"by-hash/SHA256/{digest}" if by_hash else f"Packages{ending}"), digest


def around(text: bytes, mark: str, begin: str, end: str) -> list[str]:
    """The pieces from the last `begin` to the next `end` around every `mark`. Bytes are searched and only the pieces
    decoded: indexes have tens of megabytes, and nobody should wait for the check longer than for what is checked."""
    pieces = []
    at = text.find(mark.encode())
    while at >= 0:
        first = text.rfind(begin.encode(), 0, at + len(begin))
        last = text.find(end.encode(), at + len(mark) - len(end))
        pieces.append(text[first:last + len(end)].decode())
        at = text.find(mark.encode(), at + 1)
    return pieces


def check_apt(fetch: Fetch, keyring: Path, suite: str, package: Package, count: int, by_hash: bool = False) -> str:
    """The package is in the signed index, its bytes are where the index says, and there are `count` packages in all. Of
    the forms of the index .gz is the one that all programs here publish. Returns the digest of that index."""
    url, index = apt_index_url(fetch, keyring, suite, ".gz", by_hash)
    content = fetch(url)
    expect_digest(content, index, url)
    text = b"\n" + gzip.decompress(content) + b"\n"
    total = text.count(b"\nPackage: ")
    expect(total == count, f"the index has {total} packages, {count} were given")
    found = [stanza for stanza in around(text, f"\nPackage: {package.name}\n", "\n", "\n\n")
             if f"\nVersion: {package.version}\n" in stanza]
    expect(len(found) == 1, f"the index has {package.name} {package.version} {len(found)} times")
    path, digest = (re.search(rf"^{name}: (.*)$", found[0], re.MULTILINE) for name in ("Filename", "SHA256"))
    expect(path is not None and digest is not None, f"the index does not say where {package.name} is")
    expect_digest(fetch(path[1]), digest[1], path[1])
    return index


def check_yum(fetch: Fetch, keyring: Path, package: Package, count: int) -> bytes:
    """The same for a yum repository, whose root is the directory that has repodata/. Returns the package's bytes."""
    repomd = fetch("repodata/repomd.xml")
    gpgv(keyring, "repomd.xml", fetch("repodata/repomd.xml.asc"), repomd)
    primary = re.search(r'<data type="primary">.*?</data>', repomd.decode(), re.DOTALL)
    expect(primary is not None, "repomd.xml names no primary index")
    content = located(fetch, primary[0])
    text = gzip.decompress(content)
    total = text.count(b"<package ")
    expect(total == count, f"primary.xml has {total} packages, {count} were given")
    found = around(text, f"<name>{package.name}</name>", "<package ", "</package>")
    expect(len(found) == 1, f"primary.xml has {package.name} {len(found)} times")
    return located(fetch, found[0])


def located(fetch: Fetch, element: str) -> bytes:
    """The file that an XML element has digest and location of."""
    digest = re.search(r'<checksum type="sha256"[^>]*>(\w+)<', element)
    href = re.search(r'<location href="([^"]+)"', element)
    expect(digest is not None and href is not None, f"there are no digest and location in {element[:200]}")
    content = fetch(href[1])
    expect_digest(content, digest[1], href[1])
    return content


def check_rpm_signature(content: bytes, public_key: Path) -> None:
    """rpm itself, with a database that holds that key alone, finds the package signed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "package.rpm"
        path.write_bytes(content)
        rpmkeys = ["rpmkeys", "--dbpath", f"{folder}/db"]
        subprocess.run([*rpmkeys, "--import", str(public_key)], check=True, capture_output=True)
        command = [*rpmkeys, "--define", "_pkgverify_level all", "--checksig", str(path)]
        run = subprocess.run(command, capture_output=True, text=True)
    expect(run.returncode == 0 and "signatures OK" in run.stdout, f"the package is not signed well: {run.stdout}")
