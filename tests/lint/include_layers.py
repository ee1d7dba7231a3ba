#!/usr/bin/env python3
"""Includes follow the house: arrows only point down, and a third-party library is seen only where it belongs."""
import re
from collections import defaultdict

from sources import Finding, line_of, main, product_sources, read, without_comments_and_literals

DOCUMENT = "docs/design.md, layers"

# The longest prefix of a path decides. A folder may always include itself.
MAY_INCLUDE = {
    "base/": (),
    "repo-format/": ("base/",),
    "signing/": ("base/",),
    "storage/": ("base/",),
    "publishing/": ("base/", "repo-format/", "signing/", "storage/"),
    "server/http/": ("base/",),
    "server/net/": ("base/", "server/http/"),
    "server/files/": ("base/", "repo-format/", "publishing/", "server/http/"),
    "server/api/": ("base/", "repo-format/", "signing/", "publishing/", "server/http/", "server/files/"),
    "server/pages/": ("base/", "repo-format/", "signing/", "publishing/", "server/http/", "server/files/", "server/api/"),
    "server/": ("base/", "repo-format/", "signing/", "publishing/", "server/"),
    "cli/": ("base/", "server/http/"),
}

# The rooms of a layer, from the lowest floor up. A room includes rooms of lower floors; what stands in no room, all of them.
FLOORS = {
    "publishing/": (("cluster",), ("model",), ("access",), ("content",), ("rendering",), ("intake", "served"), ("planning", "garbage", "queries"),
                    ("publisher",), ("fsck",), ("directory",)),
    "signing/": (("keys",), ("openpgp",), ("gpg",)),
    "server/api/": (("routing",), ("uploads",), ("resources",)),
}

# Rooms whose inside is their own: other folders include these of their headers and no other. What the rest hold is a
# vocabulary for the rooms above, header by header.
FACES = {
    "publishing/garbage/": ("garbage.hpp",),
    "publishing/publisher/": ("publisher.hpp", "loading.hpp"),
    "publishing/fsck/": ("checker.hpp",),
    "server/api/uploads/": ("uploads.hpp", "upload_space.hpp"),
    "server/api/resources/": ("operations.hpp", "events.hpp", "nodes.hpp"),
    "server/files/": ("published_files.hpp", "pages.hpp", "io_thread_tree.hpp"),
}

# header pattern, where it may be included, in how many files of each such folder
LIBRARIES = (
    (r"boost/(asio|beast)\b", r"server/net/", None),
    (r"boost/json\b", r"(base|server/api/routing|cli)/json\.cpp$|storage/(s3/credential_texts|backup/manifest)\.cpp$", None),
    (r"boost/", r"server/net/|(base|server/api/routing|cli)/json\.cpp$", None),
    (r"toml(\+\+|plusplus)?[/.]", r"server/config\.cpp$|cli/config_file\.cpp$", 1),
    (r"curl/", r"(cli|storage/s3)/curl_transport\.cpp$", 1),
    (r"pugixml", r"storage/s3/answers\.cpp$", 1),
    (r"CLI/", r"server/(main|[a-z_]*command[a-z_]*|commands/[a-z_]+)\.(cpp|hpp)$|base/misuse\.cpp$|cli/", None),
    (r"prometheus/", r"server/metric_family\.(hpp|cpp)$", 2),
    (r"sqlite3", r"storage/catalog/sqlite\.cpp$", 1),
    (r"libpq|postgres", r"storage/postgresql/(answer|database_url|session)\.cpp$", 3),
    (r"gpgme|gpg-error", r"signing/[a-z_/]+\.cpp$", 3),
    (r"archive(_entry)?\.h", r"repo-format/deb/[a-z0-9_]+\.cpp$", 2),
    (r"openssl/", r"(base|signing)/[a-z_/]+\.cpp$|server/net/", 1),
    (r"zlib\.h|libdeflate", r"(base|repo-format/(index|deb))/[a-z_]+\.cpp$", 1),
    (r"xxhash", r"base/checksum\.cpp$", 1),
    (r"lzma", r"(base|repo-format/(index|deb))/[a-z_]+\.cpp$", 1),
    (r"zstd", r"(base|repo-format/index)/[a-z_]+\.cpp$|storage/catalog/document_texts\.cpp$", 2),
    (r"gtest/|gmock/|benchmark/", r"(?!)", None),
)

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)


def includes(text):
    for match in INCLUDE.finditer(text):
        yield text.count("\n", 0, match.start()) + 1, match.group(1), match.group(2)


# What is read and written goes through publishing: such a name is of storage, whoever included it.
STORAGE = re.compile(r"\bstorage::")


def layer_of(path):
    return max((folder for folder in MAY_INCLUDE if path.startswith(folder)), key=len)


def room_of(path, layer):
    """The room and its floor; a file that stands in no room is above all of them."""
    room = path[len(layer):].split("/")[0]
    floors = FLOORS[layer]
    return room, next((floor for floor, rooms in enumerate(floors) if room in rooms), len(floors))


def behind_a_face(path, header):
    """What another folder must not include of a room."""
    room, _, name = header.rpartition("/")
    face = FACES.get(room + "/")
    if face is None or name in face or path.startswith(room + "/"):
        return None
    return f"{header} is inside of its room; others include {', '.join(face)}"


def wrong_arrow(path, header):
    layer = layer_of(path)
    if not header.startswith((layer,) + MAY_INCLUDE[layer]):
        return f"{layer} must not include {header}"
    if layer not in FLOORS or not header.startswith(layer):
        return None
    (room, floor), (other, others_floor) = room_of(path, layer), room_of(header, layer)
    if floor > others_floor or room == other or floor == len(FLOORS[layer]):
        return None
    return f"{layer}{room} stands no higher than {header}"


def names_of_storage(root, path):
    if not path.startswith("server/"):
        return
    code = without_comments_and_literals(read(root, path))
    for match in STORAGE.finditer(code):
        yield Finding(path, line_of(code, match.start()), "storage is known to publishing alone", DOCUMENT)


def check(root):
    users = defaultdict(set)
    for path in product_sources(root):
        yield from names_of_storage(root, path)
        for line, quote, header in includes(read(root, path)):
            if quote == '"':
                rule = wrong_arrow(path, header) or behind_a_face(path, header)
                if rule:
                    yield Finding(path, line, rule, DOCUMENT)
                continue
            library = next((entry for entry in LIBRARIES if re.match(entry[0], header)), None)
            if library is None:
                continue
            pattern, place, limit = library
            if not re.match(place, path):
                yield Finding(path, line, f"<{header}> is not for this file", DOCUMENT)
            elif limit and not path.startswith("server/net/"):
                folder = path.rsplit("/", 1)[0]
                users[pattern, folder].add(path)
                if len(users[pattern, folder]) > limit:
                    yield Finding(path, line, f"<{header}> is already included by {limit} file(s) of {folder}", DOCUMENT)


if __name__ == "__main__":
    main(check)
