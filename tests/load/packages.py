"""Packages that cost more than they weigh: few bytes, much to unpack, to name or to write down."""
import hashlib
import io
import lzma
import struct
import tarfile

TIME = 1_700_000_000


def member(name: str, content: bytes) -> bytes:
    return f"{name:<16}{TIME:<12}{0:<6}{0:<6}{'100644':<8}{len(content):<10}`\n".encode() + content + b"\n" * (len(content) % 2)


def tar_of(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(content), TIME
            archive.addfile(info, io.BytesIO(content))
    return stream.getvalue()


class Debs:
    """Debs whose control member is an xz stream that unpacks to `unpacked` bytes, most of it one file of zeros, and whose
    control file has these `fields` besides."""

    def __init__(self, unpacked: int = 0, fields: str = ""):
        self._zeros = bytes(unpacked)
        self._fields = fields
        self._packed: dict[bytes, bytes] = {}

    def deb(self, name: str, salt: str = "") -> bytes:
        """With another `salt` other bytes of the same package."""
        control = (f"Package: {name}\nVersion: 1.0\nArchitecture: all\nMaintainer: A Person <a@example.org>\n"
                   f"{self._fields}Description: a package of the load suite\n").encode()
        files = {"./control": control}
        if self._zeros:
            files["./postinst"] = self._zeros
        if control not in self._packed:
            self._packed[control] = lzma.compress(tar_of(files), check=lzma.CHECK_CRC32, preset=0)
        data = lzma.compress(tar_of({"./salt": salt.encode()}), preset=0)
        return (b"!<arch>\n" + member("debian-binary", b"2.0\n") + member("control.tar.xz", self._packed[control]) +
                member("data.tar.xz", data))


INT16, INT32, STRING, BINARY, STRINGS, TRANSLATED = 3, 4, 6, 7, 8, 9
SIGNATURE, MAIN = 62, 63


def header(region: int, entries: list[tuple[int, int, object]]) -> bytes:
    """A header structure of rpm: (tag, type, values), whose values are aligned and described in the order of their tags."""
    index, store = [], bytearray()
    for tag, kind, values in sorted(entries, key=lambda entry: entry[0]):
        store += b"\0" * (-len(store) % {INT16: 2, INT32: 4}.get(kind, 1))
        if kind == BINARY:
            encoded, count = bytes(values), len(values)
        elif kind in (INT16, INT32):
            encoded, count = struct.pack(f">{len(values)}{'H' if kind == INT16 else 'I'}", *values), len(values)
        else:
            encoded, count = b"".join(text.encode() + b"\0" for text in values), len(values)
        index.append(struct.pack(">IIII", tag, kind, len(store), count))
        store += encoded
    size = 16 * (len(index) + 1)
    index.insert(0, struct.pack(">IIII", region, BINARY, len(store), 16))
    store += struct.pack(">IIiI", region, BINARY, -size, 16)
    return b"\x8e\xad\xe8\x01\0\0\0\0" + struct.pack(">II", len(index), len(store)) + b"".join(index) + bytes(store)


def relations(names: int, flags: int, versions: int, values: list[str]) -> list[tuple[int, int, object]]:
    """The three tags of a relation: names without flags and versions."""
    return [(names, STRINGS, values), (flags, INT32, [0] * len(values)), (versions, STRINGS, [""] * len(values))]


def rpm(name: str, directories: list[str], files: list[tuple[int, str]], changelog: list[str] = (),
        provides: list[str] = (), requires: list[str] = (), ballast: bytes = b"") -> bytes:
    """An rpm that lists these files, each as (index of its directory, base name), without having them. Nobody reads the
    ballast in its header."""
    payload = b""
    entries = [(1000, STRING, [name]), (1001, STRING, ["1.0"]), (1002, STRING, ["1"]), (1004, TRANSLATED, ["load"]),
               (1005, TRANSLATED, ["load"]), (1006, INT32, [TIME]), (1014, STRING, ["MIT"]), (1016, TRANSLATED, ["x"]),
               (1021, STRING, ["linux"]), (1022, STRING, ["noarch"]), (1044, STRING, [f"{name}-1.0-1.src.rpm"]),
               (1124, STRING, ["cpio"]), (1125, STRING, ["gzip"]), (5092, STRINGS, [hashlib.sha256(payload).hexdigest()]),
               (5093, INT32, [8])]
    if files:
        entries += [(1030, INT16, [0o100644] * len(files)), (1037, INT32, [1 << 6] * len(files)),
                    (1116, INT32, [place for place, _ in files]), (1117, STRINGS, [base for _, base in files]),
                    (1118, STRINGS, directories)]
    if changelog:
        entries += [(1080, INT32, [TIME] * len(changelog)), (1081, STRINGS, ["a"] * len(changelog)), (1082, STRINGS, changelog)]
    if provides:
        entries += relations(1047, 1112, 1113, provides)
    if requires:
        entries += relations(1049, 1048, 1050, requires)
    if ballast:
        entries += [(1_000_000, BINARY, ballast)]
    main = header(MAIN, entries)
    signature = header(SIGNATURE, [(269, STRING, [hashlib.sha1(main).hexdigest()]), (273, STRING, [hashlib.sha256(main).hexdigest()]),
                                   (1000, INT32, [len(main) + len(payload)]), (1008, BINARY, bytes(4128))])
    lead = struct.pack(">4sBBHH66sHH16s", b"\xed\xab\xee\xdb", 3, 0, 0, 1, name.encode()[:65], 1, 5, b"")
    return lead + signature + b"\0" * (-len(signature) % 8) + main + payload


def path_bomb(name: str, directory_bytes: int, files: int) -> bytes:
    """One long directory, written down with each of its files: its text is directory_bytes × files."""
    return rpm(name, ["/" + "d" * (directory_bytes - 2) + "/"], [(0, f"{i:x}") for i in range(files)])


def changelog_bomb(name: str, entries: int, text: str = "") -> bytes:
    """Many changes, each of which XML wraps in more than it says."""
    return rpm(name, [], [], changelog=[text or f"{number:x}" for number in range(entries)])


def requires_bomb(name: str, count: int) -> bytes:
    return rpm(name, [], [], requires=[f"needs-{number:x}" for number in range(count)])


def provides_bomb(name: str, count: int) -> bytes:
    return rpm(name, [], [], provides=[f"has-{number:x}" for number in range(count)])


def long_field(name: str, size: int) -> str:
    """A field of a control file that lists so many bytes of short names."""
    names, length = [], 0
    while length < size:
        names.append(f"p{len(names):x}")
        length += len(names[-1]) + 2
    return f"{name}: {', '.join(names)}\n"


def escape_bomb(name: str, size: int) -> bytes:
    """Characters that XML writes with six of its own."""
    return rpm(name, [], [], changelog=['"&' * (size // 2)], provides=['"' * (size // 2)])


def with_claim(package: bytes, data_bytes: int) -> bytes:
    """The same rpm, whose main header says that so much data follows."""
    at = package.rindex(b"\x8e\xad\xe8\x01") + 12
    return package[:at] + struct.pack(">I", data_bytes) + package[at + 4:]
