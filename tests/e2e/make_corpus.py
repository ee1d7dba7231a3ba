#!/usr/bin/env python3
"""A corpus of packages that look like a distribution's: names, versions, dependencies and descriptions come from this
machine's own /var/lib/dpkg/status, the contents are small. The same machine state gives the same bytes.

usage: make_corpus.py [--debs N] [--rpms N] DIRECTORY"""
import argparse
import gzip
import hashlib
import io
import os
import re
import struct
import tarfile

KEPT = ("Depends", "Recommends", "Suggests", "Conflicts", "Breaks", "Replaces", "Provides", "Section", "Priority", "Homepage", "Multi-Arch")
TIME = 1_700_000_000


def stanzas():
    """Installed packages as field maps, in the order of the file; after the last one the first follows under a new name."""
    with open("/var/lib/dpkg/status", encoding="utf-8") as file:
        blocks = [block for block in file.read().split("\n\n") if block.strip()]
    turn = 0
    while True:
        for block in blocks:
            fields = dict(re.findall(r"^([A-Za-z-]+): *((?:.*)(?:\n[ \t].*)*)", block, re.MULTILINE))
            if "Version" in fields:
                fields["Package"] += f"-copy{turn}" if turn else ""
                yield fields
        turn += 1


def tar_gz(files):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for path, content in files:
            member = tarfile.TarInfo(path)
            member.size, member.mode, member.mtime = len(content), 0o644, TIME
            archive.addfile(member, io.BytesIO(content))
    return gzip.compress(buffer.getvalue(), mtime=0)


def ar(members):
    parts = [b"!<arch>\n"]
    for name, content in members:
        parts.append(f"{name:<16}{TIME:<12}{0:<6}{0:<6}{'100644':<8}{len(content):<10}`\n".encode())
        parts.append(content + b"\n" * (len(content) % 2))
    return b"".join(parts)


def deb(fields):
    own = [("Package", fields["Package"]), ("Version", fields["Version"]), ("Architecture", "amd64"),
           ("Maintainer", "Corpus <corpus@example.com>"), ("Installed-Size", "1")]
    own += [(name, fields[name]) for name in KEPT if name in fields]
    own.append(("Description", fields.get("Description", "none")))
    control = "".join(f"{name}: {value}\n" for name, value in own).encode()
    payload = [(f"./usr/share/corpus/{fields['Package']}", fields["Version"].encode() * 40)]
    return ar([("debian-binary", b"2.0\n"), ("control.tar.gz", tar_gz([("./control", control)])), ("data.tar.gz", tar_gz(payload))])


INT16, INT32, STRING, BINARY, STRINGS, I18N = 3, 4, 6, 7, 8, 9


def header(region, entries):
    """An rpm header: entries (tag, type, value) sorted by tag behind the region entry, whose trailer ends the data."""
    index, data = [], bytearray()
    for tag, kind, value in sorted(entries):
        alignment = {INT16: 2, INT32: 4}.get(kind, 1)
        data += b"\0" * (-len(data) % alignment)
        offset = len(data)
        if kind == STRING:
            count, data = 1, data + value.encode() + b"\0"
        elif kind in (STRINGS, I18N):
            count, data = len(value), data + b"".join(text.encode() + b"\0" for text in value)
        elif kind == BINARY:
            count, data = len(value), data + value
        else:
            count, data = len(value), data + struct.pack(f">{len(value)}{'H' if kind == INT16 else 'I'}", *value)
        index.append(struct.pack(">IIII", tag, kind, offset, count))
    length = 16 * (len(index) + 1)
    index.insert(0, struct.pack(">IIII", region, BINARY, len(data), 16))
    data += struct.pack(">IIiI", region, BINARY, -length, 16)
    return b"\x8e\xad\xe8\x01\0\0\0\0" + struct.pack(">II", len(index), len(data)) + b"".join(index) + bytes(data)


def cpio(path, content):
    def member(name, body, mode):
        fields = (1, mode, 0, 0, 1, TIME, len(body), 0, 0, 0, 0, len(name) + 1, 0)
        head = b"070701" + b"".join(b"%08x" % field for field in fields) + name.encode() + b"\0"
        head += b"\0" * (-len(head) % 4)
        return head + body + b"\0" * (-len(body) % 4)
    return member("." + path, content, 0o100644) + member("TRAILER!!!", b"", 0)


def rpm(fields):
    name = fields["Package"]
    version = re.sub(r"^\d+:", "", fields["Version"])
    version, _, release = version.replace("~", ".").partition("-")
    release = release.replace("-", ".") or "1"
    content = fields["Version"].encode() * 40
    archive = cpio(f"/usr/share/corpus/{name}", content)
    payload = gzip.compress(archive, mtime=0)
    description = fields.get("Description", "none")
    main = header(63, [
        (100, STRINGS, ["C"]), (1000, STRING, name), (1001, STRING, version), (1002, STRING, release),
        (1004, I18N, [description.split("\n")[0]]), (1005, I18N, [description]), (1006, INT32, [TIME]),
        (1007, STRING, "corpus.example.com"), (1009, INT32, [len(content)]), (1014, STRING, "Apache-2.0"),
        (1016, I18N, ["Unspecified"]), (1021, STRING, "linux"), (1022, STRING, "noarch"),
        (1028, INT32, [len(content)]), (1030, INT16, [0o100644]), (1033, INT16, [0]), (1034, INT32, [TIME]),
        (1035, STRINGS, [hashlib.sha256(content).hexdigest()]), (1036, STRINGS, [""]), (1037, INT32, [0]),
        (1039, STRINGS, ["root"]), (1040, STRINGS, ["root"]), (1044, STRING, f"{name}-{version}-{release}.src.rpm"),
        (1045, INT32, [0xFFFFFFFF]), (1047, STRINGS, [name]), (1095, INT32, [1]), (1096, INT32, [1]), (1097, STRINGS, [""]),
        (1112, INT32, [8]), (1113, STRINGS, [f"{version}-{release}"]), (1116, INT32, [0]), (1117, STRINGS, [name]),
        (1118, STRINGS, ["/usr/share/corpus/"]), (1124, STRING, "cpio"), (1125, STRING, "gzip"), (1126, STRING, "9"),
        (5011, INT32, [8]), (5062, STRING, "utf-8"),
        (5092, STRINGS, [hashlib.sha256(payload).hexdigest()]), (5093, INT32, [8])])
    signature = header(62, [
        (269, STRING, hashlib.sha1(main).hexdigest()), (273, STRING, hashlib.sha256(main).hexdigest()),
        (1000, INT32, [len(main) + len(payload)]), (1004, BINARY, hashlib.md5(main + payload).digest()),
        (1007, INT32, [len(archive)])])
    signature += b"\0" * (-len(signature) % 8)
    lead = b"\xed\xab\xee\xdb\3\0" + struct.pack(">HH66sHH16x", 0, 1, f"{name}-{version}-{release}".encode()[:65], 1, 5)
    return f"{name}-{version}-{release}.noarch.rpm", lead + signature + main + payload


def write(directory, name, content):
    with open(os.path.join(directory, name), "wb") as file:
        file.write(content)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--debs", type=int, default=0)
    parser.add_argument("--rpms", type=int, default=0)
    parser.add_argument("directory")
    options = parser.parse_args()
    os.makedirs(options.directory, exist_ok=True)
    for _, fields in zip(range(options.debs), stanzas()):
        version = re.sub(r"^\d+:", "", fields["Version"])
        write(options.directory, f"{fields['Package']}_{version}_amd64.deb", deb(fields))
    for _, fields in zip(range(options.rpms), stanzas()):
        write(options.directory, *rpm(fields))


if __name__ == "__main__":
    main()
