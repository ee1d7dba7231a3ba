"""observe.py record|check URL FILE: what a server serves to package managers.

`record` keeps the digest of everything that can be reached from the signed entry points. `check` asks for the same
addresses: each must answer with the bytes it had, or 503 and say that they are damaged; entry points may be newer, and
what a newer one names must have the digest that it names. Prints how many addresses were answered and how many not."""
import gzip
import hashlib
import json
import re
import sys
import urllib.error
import urllib.request

ENTRY_POINTS = ["main/deb/dists/dev/InRelease", "main/rpm/dev/x86_64/repodata/repomd.xml"]


class Wrong(Exception):
    pass


def get(url):
    """The body; None for a 503 that says why."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.read()
    except urllib.error.HTTPError as refused:
        problem = refused.read()
        if refused.code == 503 and json.loads(problem)["code"] == "damaged":
            if refused.headers["Cache-Control"] != "no-store" or refused.headers["ETag"]:
                raise Wrong(f"{url}: the 503 may be cached")
            return None
        raise Wrong(f"{url}: {refused.code} {problem[:200]}")


def named_in_release(base, release):
    """(address, digest) of all that a Release names and that is served under its digest."""
    for digest, path in re.findall(r"^ ([0-9a-f]{64}) +\d+ (\S+)$", release, re.MULTILINE):
        if path.endswith((".gz", ".xz")):
            yield f"{base}/{path.rsplit('/', 1)[0]}/by-hash/SHA256/{digest}", digest


def named_in_packages(base, packages):
    for stanza in packages.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in stanza.splitlines() if re.match(r"[A-Z][\w-]*: ", line))
        if fields:
            yield f"{base}/{fields['Filename']}", fields["SHA256"]


def named_in_repomd(base, repomd):
    for kind, digest, href in re.findall(
            r'<data type="(\w+)">.*?<checksum type="sha256">(\w+)</checksum>.*?<location href="([^"]+)"', repomd, re.DOTALL):
        yield f"{base}/{href}", digest


def named_in_primary(base, primary):
    for digest, href in re.findall(
            r'<checksum type="sha256" pkgid="YES">(\w+)</checksum>.*?<location href="([^"]+)"', primary, re.DOTALL):
        yield f"{base}/{href}", digest


def reachable(url):
    """(address, digest it must have, body or None), from the entry points on."""
    release = get(f"{url}/{ENTRY_POINTS[0]}")
    repomd = get(f"{url}/{ENTRY_POINTS[1]}")
    todo = []
    if release is not None:
        todo += [(where, digest, "packages") for where, digest in
                 named_in_release(f"{url}/main/deb/dists/dev", release.decode())]
    if repomd is not None:
        todo += [(where, digest, "primary" if "-primary." in where else "")
                 for where, digest in named_in_repomd(f"{url}/main/rpm/dev/x86_64", repomd.decode())]
    for where, digest, kind in todo:
        body = get(where)
        yield where, digest, body
        if body is None or not kind or body[:2] != b"\x1f\x8b":
            continue
        text = gzip.decompress(body).decode()
        below = named_in_packages(f"{url}/main/deb", text) if kind == "packages" else \
            named_in_primary(f"{url}/main/rpm/dev/x86_64", text)
        for package, package_digest in below:
            yield package, package_digest, get(package)


def record(url, path):
    served = {where.removeprefix(url): digest for where, digest, body in reachable(url) if body is not None}
    assert len(served) > 8, served
    with open(path, "w") as file:
        json.dump(served, file)


def check(url, path):
    answered = refused = 0
    with open(path) as file:
        known = [(url + where, digest, get(url + where)) for where, digest in json.load(file).items()]
    for where, digest, body in known + list(reachable(url)):
        if body is None:
            refused += 1
        elif hashlib.sha256(body).hexdigest() == digest:
            answered += 1
        else:
            raise Wrong(f"{where}: 200 with other bytes")
    print(answered, refused)


if __name__ == "__main__":
    try:
        {"record": record, "check": check}[sys.argv[1]](sys.argv[2], sys.argv[3])
    except Wrong as wrong:
        sys.exit(str(wrong))
