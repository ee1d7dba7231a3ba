"""Data members of every compression: whole, cut, with a flipped byte in what frames the stream, and with more behind it."""
import bz2
import gzip
import io
import lzma
import random
import tarfile

SKIPPABLE_FRAME = b"\x50\x2a\x4d\x18\x04\0\0\0junk"


def zstd(data):
    """A frame of blocks that are stored as they are: Python compresses no zstd."""
    pieces = [data[at:at + 1000] for at in range(0, len(data), 1000)]
    blocks = (((len(piece) << 3) | (piece is pieces[-1])).to_bytes(3, "little") + piece for piece in pieces)
    return b"\x28\xb5\x2f\xfd\x00\x38" + b"".join(blocks)  # no checksum, a window of 128 KiB


COMPRESSIONS = {"": bytes, ".gz": lambda data: gzip.compress(data, mtime=0), ".xz": lzma.compress, ".zst": zstd, ".bz2": bz2.compress,
                ".lzma": lambda data: lzma.compress(data, format=lzma.FORMAT_ALONE)}


def frame_of(extension, packed):
    """The offsets of bytes that say what the stream is and where it ends, whose damage shows without unpacking blocks."""
    size = len(packed)
    if extension == ".gz":
        return [*range(10), *range(size - 8, size)]
    if extension == ".xz":
        index = (int.from_bytes(packed[-8:-4], "little") + 1) * 4
        return [*range(12 + (packed[12] + 1) * 4), *range(size - 12 - index, size)]
    if extension == ".bz2":
        return [*range(10), *range(size - 10, size)]
    return {"": (0, 124, 148, 156), ".zst": range(9), ".lzma": range(14)}[extension]


def archive(kind=tarfile.GNU_FORMAT):
    """A tar of directories, which packages may share, with names that no compression makes smaller; in pax format with a header."""
    source = random.Random(1)
    names = ["./", *(f"./{source.randbytes(40).hex()}/" for _ in range(12)), *(["./p\u00e4x/"] if kind == tarfile.PAX_FORMAT else [])]
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=kind) as tar:
        for name in names:
            entry = tarfile.TarInfo(name)
            entry.type, entry.mode = tarfile.DIRTYPE, 0o755
            tar.addfile(entry)
    return out.getvalue()


def variants(extension):
    """(what, member) for everything that is tried with this compression."""
    pack, tar = COMPRESSIONS[extension], archive()
    whole = pack(tar)
    size, half = len(whole), len(tar) // 4 + 40  # within a header
    yield "whole", whole
    for cut in sorted({1, 5, 20, size // 4, size // 2, size * 3 // 4, size - 13, size - 9, size - 4, size - 1}):
        yield f"cut at {cut} of {size}", whole[:cut]
    for at in frame_of(extension, whole):
        yield f"flipped at {at} of {size}", whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1:]
    yield "with junk behind", whole + b"junk"
    yield "twice", whole + whole
    yield "in two parts", pack(tar[:half]) + pack(tar[half:])
    if extension not in (".xz", ".zst"):
        yield "with a pax header", pack(archive(tarfile.PAX_FORMAT))
    if extension == ".gz":
        yield "not compressed at all", tar
    if extension == ".zst":
        yield "behind a skippable frame", SKIPPABLE_FRAME + whole
        yield "with a skippable frame behind", whole + SKIPPABLE_FRAME


def all_variants():
    """(what, extension, member)"""
    for extension in COMPRESSIONS:
        yield from ((f"data.tar{extension} {what}", extension, member) for what, member in variants(extension))
