"""Hostile packages, made byte by byte: what is cut short, lies about its size, expands without end or points elsewhere."""
import gzip
import io
import lzma
import struct
import tarfile
import zlib

CONTROL = "Package: hostile\nVersion: 1.0\nArchitecture: all\nMaintainer: T <t@example.com>\nDescription: x\n"


def member(name, data, size=None, header=None):
    size = len(data) if size is None else size
    head = header or name.ljust(16)[:16].encode() + b"0           0     0     100644  " + str(size).ljust(10)[:10].encode() + b"`\n"
    return head + data + b"\n" * (len(data) % 2)


def tar(entries):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for entry, data in entries:
            info = tarfile.TarInfo(entry) if isinstance(entry, str) else entry
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def link(name, target, kind):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def deb(control=CONTROL, control_tar=None, data_name="data.tar.gz", data=None, first=b"2.0\n"):
    control_tar = control_tar or gzip.compress(tar([("./control", control.encode())]))
    data = gzip.compress(tar([("./usr/share/hostile", b"x")])) if data is None else data
    return b"!<arch>\n" + member("debian-binary", first) + member("control.tar.gz", control_tar) + member(data_name, data)


def zeros(size):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    out = [packer.compress(bytes(1 << 20)) for _ in range(size >> 20)]
    return b"".join(out) + packer.flush()


def rpm(lead=None, signature=b"", header=b""):
    lead = lead or b"\xed\xab\xee\xdb\x03\x00" + bytes(90)
    return lead + signature + header


def rpm_header(count, size, index=b"", store=b""):
    return b"\x8e\xad\xe8\x01\x00\x00\x00\x00" + struct.pack(">II", count, size) + index + store


def all_packages():
    good = deb()
    yield "nothing", "a.deb", b""
    for cut in (1, 7, 8, 60, 68, 72, 100, 133, 200, len(good) // 2):
        yield f"a deb cut at {cut}", "a.deb", good[:cut]
    yield "text", "a.deb", b"hello world" * 1000
    yield "no debian-binary", "a.deb", b"!<arch>\n" + member("control.tar.gz", b"x")
    yield "version 9", "a.deb", deb(first=b"9.0\n")
    yield "a gigantic member", "a.deb", b"!<arch>\n" + member("debian-binary", b"2.0\n") + member("control.tar.gz", b"x", size=9_999_999_999)
    yield "a negative member", "a.deb", b"!<arch>\n" + member("debian-binary", b"2.0\n", size=-4)
    yield "a member of no number", "a.deb", b"!<arch>\n" + member("debian-binary", b"2.0\n", size="x")
    yield "an ar link", "a.deb", b"!<arch>\n" + member("/etc/passwd", b"2.0\n") + good[8:]
    yield "control of zeros, 1 GiB", "a.deb", deb(control_tar=zeros(1 << 30))
    yield "control of xz zeros", "a.deb", b"!<arch>\n" + member("debian-binary", b"2.0\n") + member("control.tar.xz", lzma.compress(bytes(256 << 20), preset=0)) + member("data.tar", b"")
    huge = tarfile.TarInfo("./control")
    huge.size = 1 << 40
    yield "a control file of a tebibyte", "a.deb", deb(control_tar=gzip.compress(huge.tobuf()))
    yield "data of zeros, 1 GiB, cut", "a.deb", deb(data=zeros(1 << 30)[:-4])
    yield "data of lzma zeros, cut", "a.deb", deb(data_name="data.tar.lzma", data=lzma.compress(bytes(128 << 20), lzma.FORMAT_ALONE, preset=0)[:-4])
    yield "a data file of a tebibyte", "a.deb", deb(data_name="data.tar", data=huge.tobuf())
    yield "a zstd block of 2 MiB", "a.deb", deb(data_name="data.tar.zst", data=b"\x28\xb5\x2f\xfd\x00\xff" + b"\xff" * 1000)
    for name, entries in {
        "control is a link": [(link("./control", "/etc/passwd", tarfile.SYMTYPE), b"")],
        "control is a hard link": [(link("./control", "../../etc/passwd", tarfile.LNKTYPE), b"")],
        "control is a device": [(link("./control", "", tarfile.CHRTYPE), b"")],
        "control lies elsewhere": [("../../control", CONTROL.encode())],
        "no control": [("./md5sums", b"")],
        "an empty control": [("./control", b"")], "20,000 files": [(f"./f{i}", b"") for i in range(20_000)],
    }.items():
        yield name, "a.deb", deb(control_tar=gzip.compress(tar(entries)))
    for field in ("Package: ../../x", "Package: a b", "Package: ", "Version: 1\x00", "Version: ../1", "Architecture: ../x", "Version: " + "9" * 5000,
                  "Architecture: all\nPackage: x", "Package: a\rFilename: /etc/passwd"):
        name = field.split(":")[0]
        control = "".join(field + "\n" if line.startswith(name + ":") else line + "\n" for line in CONTROL.splitlines())
        yield f"the field {field[:30]!r}", "a.deb", deb(control=control)
    yield "control without a colon", "a.deb", deb(control="hello\n")
    yield "an rpm's lead alone", "a.rpm", rpm()
    yield "an rpm of zeros", "a.rpm", bytes(10_000)
    yield "an rpm with 2^32 entries", "a.rpm", rpm(signature=rpm_header(0xFFFFFFFF, 16))
    yield "an rpm with a store of 2 GiB", "a.rpm", rpm(signature=rpm_header(1, 0x7FFFFFFF, bytes(16)))
    yield "an rpm with negative offsets", "a.rpm", rpm(signature=rpm_header(1, 16, struct.pack(">IIII", 1000, 6, 0xFFFFFFF0, 1), bytes(16)))
    yield "an rpm with a count of 2^32", "a.rpm", rpm(signature=rpm_header(1, 16, struct.pack(">IIII", 1000, 6, 0, 0xFFFFFFFF), bytes(16)))
    yield "an rpm with an unknown type", "a.rpm", rpm(signature=rpm_header(1, 16, struct.pack(">IIII", 1000, 99, 0, 1), bytes(16)))
    yield "an rpm with empty headers", "a.rpm", rpm(signature=rpm_header(0, 0), header=rpm_header(0, 0))
    yield "a deb named as rpm", "a.rpm", good
