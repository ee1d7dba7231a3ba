"""A .deb of a stanza: the control data is the real one, the payload is small or a hole."""
import gzip
import io
import tarfile
from pathlib import Path

from harness.stanzas import Stanza

TIME = 1_700_000_000


def member_head(name: str, size: int) -> bytes:
    return f"{name:<16}{TIME:<12}{0:<6}{0:<6}{'100644':<8}{size:<10}`\n".encode()


def member(name: str, content: bytes) -> bytes:
    return member_head(name, len(content)) + content + b"\n" * (len(content) % 2)


def tar_entry(path: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(path)
    entry.size, entry.mode, entry.mtime, entry.uname, entry.gname = size, 0o644, TIME, "root", "root"
    return entry


def tar(path: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as archive:
        archive.addfile(tar_entry(path, len(content)), io.BytesIO(content))
    return buffer.getvalue()


def front(stanza: Stanza) -> bytes:
    """Everything before the archive of files."""
    control = gzip.compress(tar("./control", stanza.control.encode()), mtime=0)
    return b"!<arch>\n" + member("debian-binary", b"2.0\n") + member("control.tar.gz", control)


def deb(stanza: Stanza) -> bytes:
    payload = tar(f"./usr/share/doc/{stanza.name}/copyright", f"{stanza.name}\n".encode())
    return front(stanza) + member("data.tar.gz", gzip.compress(payload, mtime=0))


def deb_with(stanza: Stanza, content: bytes) -> bytes:
    """One whose payload is this content, not compressed: for packages of a certain size."""
    return front(stanza) + member("data.tar", tar(f"./usr/share/{stanza.name}/data", content))


def write_hollow_deb(stanza: Stanza, size: int, path: Path) -> None:
    """A valid package of a file of `size` zero bytes, which is a hole: it needs no room on the disk."""
    entry = tar_entry(f"./usr/share/{stanza.name}/data", size).tobuf(tarfile.GNU_FORMAT)
    archive_size = len(entry) + (size + 511) // 512 * 512 + 1024
    with open(path, "wb") as file:
        file.write(front(stanza) + member_head("data.tar", archive_size) + entry)
        file.truncate(file.tell() - len(entry) + archive_size)
