"""An .rpm of a Debian stanza: names, versions, relations and texts are the real ones, the payload is one small file.

The shape is that of rpm 4.14 and later: a lead, a signature header with digests and room for a signature, the main
header, a cpio archive. `rpmkeys --checksig` accepts it, rpm installs it."""
import gzip
import hashlib
import random
import re
import struct
from dataclasses import dataclass, field

from harness.stanzas import Stanza

TIME = 1_700_000_000
CHANGELOG_TIME = TIME // 86400 * 86400 - 43200  # noon of a day, as rpmbuild writes it
MONTH = 30 * 86400

INT16, INT32, STRING, BINARY, STRINGS, TRANSLATED = 3, 4, 6, 7, 8, 9
SIGNATURE_REGION, MAIN_REGION = 62, 63
REGULAR_FILE = 0o100644
GHOST = 1 << 6
SHA256 = 8

LESS, GREATER, EQUAL, RPMLIB = 2, 4, 8, 1 << 24
SENSE = {None: 0, "<<": LESS, "<=": LESS | EQUAL, "=": EQUAL, ">=": GREATER | EQUAL, ">>": GREATER}
ARCHITECTURES = {"amd64": "x86_64", "all": "noarch"}

FOLDERS = ("plugins", "modules", "data", "i18n", "icons")
WORDS = ("lib", "core", "util", "view", "theme", "lang")
ENDINGS = ("so", "py", "png", "mo", "json", "h")


@dataclass
class Header:
    """Tags with values; `render` gives them the order and the alignment of the file format."""
    region: int
    entries: list[tuple[int, int, list | bytes]] = field(default_factory=list)

    def add(self, kind: int, **tags) -> None:
        for name, value in tags.items():
            self.entries.append((TAGS[name], kind, value if isinstance(value, (list, bytes)) else [value]))

    def render(self) -> bytes:
        index, store = [], bytearray()
        for tag, kind, value in sorted(self.entries, key=lambda entry: entry[0]):
            store += b"\0" * (-len(store) % {INT16: 2, INT32: 4}.get(kind, 1))
            index.append(struct.pack(">IIII", tag, kind, len(store), len(value)))
            store += encoded(kind, value)
        size = 16 * (len(index) + 1)
        index.insert(0, struct.pack(">IIII", self.region, BINARY, len(store), 16))
        store += struct.pack(">IIiI", self.region, BINARY, -size, 16)
        return b"\x8e\xad\xe8\x01\0\0\0\0" + struct.pack(">II", len(index), len(store)) + b"".join(index) + store


def encoded(kind: int, value: list | bytes) -> bytes:
    if kind == BINARY:
        return bytes(value)
    if kind in (INT16, INT32):
        return struct.pack(f">{len(value)}{'H' if kind == INT16 else 'I'}", *value)
    return b"".join(text.encode() + b"\0" for text in value)


TAGS = {
    "sha1": 269, "sha256": 273, "size_of_both": 1000, "md5": 1004, "payload_size": 1007, "reserved_space": 1008,
    "locales": 100, "name": 1000, "version": 1001, "release": 1002, "epoch": 1003, "summary": 1004, "description": 1005,
    "build_time": 1006, "build_host": 1007, "size": 1009, "license": 1014, "packager": 1015, "group": 1016, "url": 1020,
    "os": 1021, "arch": 1022, "file_sizes": 1028, "file_modes": 1030, "file_devices": 1033, "file_times": 1034,
    "file_digests": 1035, "file_links": 1036, "file_flags": 1037, "file_users": 1039, "file_groups": 1040,
    "source_rpm": 1044, "file_verify": 1045, "provides": 1047, "require_flags": 1048, "requires": 1049,
    "require_versions": 1050, "conflict_flags": 1053, "conflicts": 1054, "conflict_versions": 1055, "rpm_version": 1064,
    "changelog_times": 1080, "changelog_names": 1081, "changelog_texts": 1082, "file_volumes": 1095,
    "file_inodes": 1096, "file_languages": 1097, "provide_flags": 1112, "provide_versions": 1113,
    "directory_indexes": 1116, "base_names": 1117, "directories": 1118, "payload_format": 1124,
    "payload_compressor": 1125, "payload_level": 1126, "file_digest_algorithm": 5011, "recommends": 5046,
    "recommend_versions": 5047, "recommend_flags": 5048, "encoding": 5062, "payload_digests": 5092,
    "payload_digest_algorithm": 5093}


@dataclass(frozen=True)
class Evr:
    epoch: int | None
    version: str
    release: str

    def __str__(self) -> str:
        return (f"{self.epoch}:" if self.epoch is not None else "") + f"{self.version}-{self.release}"


def evr_of(debian: str) -> Evr:
    """A Debian version in rpm's terms: no hyphen inside a part, a release always."""
    epoch, colon, rest = debian.rpartition(":")
    version, hyphen, release = rest.rpartition("-")
    if not hyphen:
        version, release = rest, "1"
    return Evr(int(epoch) if colon else None, version.replace("-", "_"), release)


def relations(text: str) -> list[tuple[str, int, str]]:
    """The first alternative of each relation of a Debian field: (name, sense, version)."""
    found = []
    for item in text.split(","):
        match = re.match(r"\s*([a-z0-9][a-z0-9.+-]+)(?::\w+)?\s*(?:\((<<|<=|=|>=|>>)\s*([^)\s]+)\s*\))?", item)
        if match:
            head, _, tail = (match[3] or "").rpartition("-")
            found.append((match[1], SENSE[match[2]], f"{head.replace('-', '_')}-{tail}" if head else tail))
    return found


def files_of(name: str, mean_files: int) -> tuple[list[str], list[tuple[int, str]]]:
    """Directories, and the files in them: (directory, name). The first is in the payload; the others are ghosts, listed
    but not packed, so that a package with a long list stays small and installs. The same name gives the same list."""
    source = random.Random(name)
    ghosts = int(source.expovariate(1 / (mean_files - 1))) if mean_files > 1 else 0
    listed = {(source.randrange(len(FOLDERS)) + 1,
               f"{source.choice(WORDS)}-{source.getrandbits(28):x}.{source.choice(ENDINGS)}") for _ in range(ghosts)}
    directories = [f"/usr/share/doc/{name}/"] + [f"/usr/lib/{name}/{folder}/" for folder in FOLDERS]
    return directories, [(0, "copyright"), *sorted(listed)]


def cpio(path: str, content: bytes) -> bytes:
    def entry(name: str, mode: int, body: bytes) -> bytes:
        numbers = (1, mode, 0, 0, 1, TIME, len(body), 0, 0, 0, 0, len(name) + 1, 0)
        head = b"070701" + b"".join(b"%08x" % number for number in numbers) + name.encode() + b"\0"
        head += b"\0" * (-len(head) % 4)
        return head + body + b"\0" * (-len(body) % 4)
    return entry("." + path, REGULAR_FILE, content) + entry("TRAILER!!!", 0, b"")


def add_identity(header: Header, stanza: Stanza, evr: Evr) -> None:
    fields = stanza.fields
    description = [line.strip() for line in fields.get("Description", "none").split("\n")]
    header.add(STRING, name=stanza.name, version=evr.version, release=evr.release, build_host="build.example.com",
               license="MIT", packager=fields.get("Maintainer", ""), url=fields.get("Homepage", ""), os="linux",
               arch=ARCHITECTURES[fields["Architecture"]], rpm_version="4.18.0", encoding="utf-8",
               source_rpm=f"{fields.get('Source', stanza.name).split(' ')[0]}-{evr.version}-{evr.release}.src.rpm")
    header.add(TRANSLATED, summary=description[0], description="\n".join(description),
               group=fields.get("Section", "misc"))
    header.add(STRINGS, locales=["C"])
    header.add(INT32, build_time=TIME, size=int(fields.get("Installed-Size", "1")) * 1024 & 0xFFFFFFFF)
    if evr.epoch is not None:
        header.add(INT32, epoch=evr.epoch)


def add_relations(header: Header, stanza: Stanza, evr: Evr) -> None:
    fields = stanza.fields
    rpmlib = [("rpmlib(CompressedFileNames)", RPMLIB | LESS | EQUAL, "3.0.4-1"),
              ("rpmlib(PayloadFilesHavePrefix)", RPMLIB | LESS | EQUAL, "4.0-1")]
    kinds = (("provide", [(stanza.name, EQUAL, str(evr))] + relations(fields.get("Provides", ""))),
             ("require", relations(fields.get("Depends", "")) + rpmlib),
             ("conflict", relations(fields.get("Conflicts", ""))),
             ("recommend", relations(fields.get("Recommends", ""))))
    for kind, listed in kinds:
        if listed:
            names, senses, versions = (list(column) for column in zip(*listed))
            header.add(STRINGS, **{f"{kind}s": names, f"{kind}_versions": versions})
            header.add(INT32, **{f"{kind}_flags": senses})


def add_files(header: Header, name: str, content: bytes, mean_files: int) -> None:
    directories, files = files_of(name, mean_files)
    count, ghosts = len(files), len(files) - 1
    header.add(INT32, file_sizes=[len(content)] + [0] * ghosts, file_times=[TIME] * count,
               file_flags=[0] + [GHOST] * ghosts, file_verify=[0xFFFFFFFF] * count, file_volumes=[1] * count,
               file_inodes=list(range(1, count + 1)), file_digest_algorithm=SHA256,
               directory_indexes=[directory for directory, _ in files])
    header.add(INT16, file_modes=[REGULAR_FILE] * count, file_devices=[0] * count)
    header.add(STRINGS, file_digests=[hashlib.sha256(content).hexdigest()] + [""] * ghosts, file_links=[""] * count,
               file_users=["root"] * count, file_groups=["root"] * count, file_languages=[""] * count,
               base_names=[base for _, base in files], directories=directories)


def add_changelog(header: Header, stanza: Stanza, evr: Evr, entries: int) -> None:
    author = stanza.fields.get("Maintainer", "nobody")
    steps = [entries - number for number in range(entries)]
    header.add(INT32, changelog_times=[CHANGELOG_TIME - MONTH * number for number in range(entries)])
    header.add(STRINGS, changelog_names=[f"{author} - {evr.version}-{step}" for step in steps],
               changelog_texts=[f"- New upstream release {evr.version}.{step}\n- Refresh patches, rebuild with the new "
                                "compiler" for step in steps])


def signature(main: bytes, payload: bytes, archive_size: int) -> bytes:
    header = Header(SIGNATURE_REGION)
    header.add(STRING, sha1=hashlib.sha1(main).hexdigest(), sha256=hashlib.sha256(main).hexdigest())
    header.add(INT32, size_of_both=len(main) + len(payload), payload_size=archive_size)
    header.add(BINARY, md5=hashlib.md5(main + payload).digest(), reserved_space=b"\0" * 4128)
    rendered = header.render()
    return rendered + b"\0" * (-len(rendered) % 8)


def rpm(stanza: Stanza, mean_files: int = 1, changelog: int = 1) -> tuple[str, bytes]:
    """The file's name and its bytes."""
    evr = evr_of(stanza.version)
    content = f"{stanza.name} {evr}\n".encode()
    archive = cpio(f"/usr/share/doc/{stanza.name}/copyright", content)
    payload = gzip.compress(archive, mtime=0)
    header = Header(MAIN_REGION)
    add_identity(header, stanza, evr)
    add_relations(header, stanza, evr)
    add_files(header, stanza.name, content, mean_files)
    add_changelog(header, stanza, evr, changelog)
    header.add(STRING, payload_format="cpio", payload_compressor="gzip", payload_level="9")
    header.add(STRINGS, payload_digests=[hashlib.sha256(payload).hexdigest()])
    header.add(INT32, payload_digest_algorithm=SHA256)
    main = header.render()
    nvr = f"{stanza.name}-{evr.version}-{evr.release}"
    lead = struct.pack(">4sBBHH66sHH16s", b"\xed\xab\xee\xdb", 3, 0, 0, 1, nvr.encode()[:65], 1, 5, b"")
    file_name = f"{nvr}.{ARCHITECTURES[stanza.fields['Architecture']]}.rpm"
    return file_name, lead + signature(main, payload, len(archive)) + main + payload
