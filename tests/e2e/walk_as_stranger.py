#!/usr/bin/env python3
"""walk_as_stranger.py URL TOKEN WORD... [--secret WORD]...: asks, without a token, for everything that pages, directories and
answers link to, and for every operation of the OpenAPI document, and looks for the words in heads and bodies, packed ones
too. Prints each answer that has one; exit 1 if there is one, if a kind of page, file or operation was not met, or if TOKEN
does not see each WORD in what it is answered: then nobody could have seen it. A secret is seen by nobody."""
import argparse
import collections
import gzip
import html
import http.client
import itertools
import json
import lzma
import re
import sys
from urllib.parse import urljoin, urlsplit

MOST_ADDRESSES = 5000
ACTOR = re.compile(rb"[A-Za-z0-9._-]+ \(#\d+\)")  # a token, as events and revisions name it
KINDS = [r"/", r"/main/", r"/ui/main/channels/", r"/ui/main/channels/dev/", r"/ui/main/channels/dev/packages/(\?.*)?",
         r"/ui/main/channels/dev/revisions/\d+", r"/ui/main/packages/", r"/ui/main/packages/[0-9a-f]{64}", r"/problems/",
         r"/problems/[a-z-]+", r"/static/style\.css", r"/main/keys\.asc", r"/main/rpm-keys\.asc", r"/main/revoked\.asc", r"/main/dev\.sh",
         r"/main/deb/", r"/main/deb/dev\.sources", r"/main/deb/dists/dev/InRelease", r"/main/deb/dists/dev/Release\.gpg",
         r"/main/deb/dists/dev/main/binary-amd64/Packages\.gz", r"/main/deb/dists/dev/main/binary-amd64/by-hash/SHA256/[0-9a-f]{64}",
         r"/main/deb/pool/.*\.deb", r"/main/deb/snapshots/r\d+/dists/dev/InRelease", r"/main/rpm/dev\.repo",
         r"/main/rpm/dev/x86_64/repodata/repomd\.xml", r"/main/rpm/dev/x86_64/repodata/[0-9a-f]+-primary\.xml\.gz",
         r"/main/rpm/dev/x86_64/packages/.*\.rpm", r"/main/rpm/snapshots/r\d+/dev/x86_64/repodata/repomd\.xml"]

Answer = collections.namedtuple("Answer", "status head body")


class Site:
    def __init__(self, url, fields):
        self.url, self.fields = url.rstrip("/"), fields
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)

    def ask(self, method, target):
        body = b"{}" if method in ("POST", "PUT", "PATCH") else None
        self.connection.request(method, target, body, self.fields)
        answer = self.connection.getresponse()
        head = f"{answer.status} {answer.reason}\n" + "".join(f"{name}: {value}\n" for name, value in answer.getheaders())
        return Answer(answer.status, head, unpacked(answer.read()))

    def json(self, target):
        answer = self.ask("GET", target)
        if answer.status != 200:
            raise SystemExit(f"GET {target}: {answer.head}{answer.body[:500]!r}")
        return json.loads(answer.body)


def unpacked(body):
    if body.startswith(b"\x1f\x8b"):
        return gzip.decompress(body)
    if body.startswith(b"\xfd7zXZ"):
        return lzma.decompress(body)
    return body


def links(site, target, answer):
    """Targets on this site that the answer names: in attributes, in fields, in its texts."""
    text = answer.body.decode("utf-8", "replace") if b"\0" not in answer.body else ""
    named = re.findall(r'(?:href|src|action)="([^"]*)"', text) if "text/html" in answer.head else []
    named += re.findall(r"^(?:Location: |Link: <)([^>\s]+)", answer.head, re.M)
    named += re.findall(re.escape(site.url) + r"[^\s\"'<>\\;,)]*", text)
    for link in named:
        whole = urlsplit(urljoin(site.url + target, html.unescape(link)))
        if f"{whole.scheme}://{whole.netloc}" == site.url:
            yield whole.path + (f"?{whole.query}" if whole.query else "")


def names_there(site):
    """What parameters of paths can be, as somebody who may see everything is told."""
    base = "/api/v1/repositories/main"
    channels = [channel["name"] for channel in site.json(f"{base}/channels")["channels"]]
    packages = [package["sha256"] for package in site.json(f"{base}/packages?limit=1000")["packages"]]
    keys = site.json(f"{base}/keys")["keys"]
    return {"repo": ["main"], "channel": channels, "distro": ["deb", "rpm"], "revision": ["1", "2"], "sha256": packages, "package": packages[:1],
            "pin": [pin["name"] for pin in site.json(f"{base}/pins")["pins"]], "fingerprint": [key["fingerprint"] for key in keys],
            "id": [str(token["id"]) for token in site.json("/api/v1/tokens")["tokens"]]}


def operations(site, names):
    """(method, template, targets) of the OpenAPI document."""
    for template, methods in site.json("/api/v1/openapi.json")["paths"].items():
        parameters = re.findall(r"\{(\w+)\}", template)
        for method in (name.upper() for name in methods if name in ("get", "put", "post", "patch", "delete")):
            choices = list(itertools.product(*(names[parameter] for parameter in parameters)))
            targets = [re.sub(r"\{(\w+)\}", lambda found, given=iter(choice): next(given), template) for choice in choices]
            queries = {"/diff": "?from=1", "/events": "?repository=main"}
            targets = [target + queries.get(target[target.rfind("/"):], "") for target in targets]
            yield method, template, targets if method == "GET" else targets[:1]


def walk(site, targets):
    """{target: answer} of these and of all that they lead to."""
    waiting, answers = collections.deque(targets), {}
    while waiting:
        target = waiting.popleft()
        if target in answers:
            continue
        if len(answers) == MOST_ADDRESSES:
            raise SystemExit(f"there are more than {MOST_ADDRESSES} addresses; one of them is {target}")
        answers[target] = site.ask("GET", target)
        waiting.extend(links(site, target, answers[target]))
    return answers


def words_in(answer, words):
    whole = answer.head.encode() + answer.body
    return [word for word in words if word.encode() in whole] + [actor.decode() for actor in ACTOR.findall(whole)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("token")
    parser.add_argument("word", nargs="+")
    parser.add_argument("--secret", action="append", default=[])
    given = parser.parse_args()
    stranger, insider = Site(given.url, {}), Site(given.url, {"Authorization": f"Bearer {given.token}"})
    table = list(operations(stranger, names_there(insider)))
    read = [target for method, _, targets in table if method == "GET" for target in targets]

    answers = walk(stranger, ["/", "/problems/", "/main/revoked.asc", "/main/deb/snapshots/r2/dists/dev/InRelease",
                              "/main/rpm/snapshots/r2/dev/x86_64/repodata/repomd.xml", *read])
    refused = {f"{method} {target}": stranger.ask(method, target) for method, _, targets in table if method != "GET" for target in targets}
    problems = [f"{target}: a stranger sees {', '.join(found)}" for target, answer in (answers | refused).items()
                if (found := words_in(answer, given.word + given.secret))]

    met = [target for target, answer in answers.items() if answer.status == 200]
    problems += [f"nothing was met like {kind}" for kind in KINDS if not any(re.fullmatch(kind, target) for target in met)]
    problems += [f"GET {template} gave a stranger no answer" for method, template, targets in table
                 if method == "GET" and not any(answers[target].status in (200, 401) for target in targets)]
    problems += [f"{request} is carried out for a stranger" for request, answer in refused.items() if answer.status != 401]

    seen = {word for target in read for word in words_in(insider.ask("GET", target), given.word + given.secret)}
    problems += [f"nobody sees {word}: the history does not have it" for word in given.word if word not in seen]
    problems += ["a secret is told" for word in given.secret if word in seen]
    print(*problems, sep="\n", end="\n" if problems else "")
    print(f"a stranger was answered {len(met)} times and refused {len(answers) + len(refused) - len(met)} times")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
