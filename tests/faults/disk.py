"""A disk that forgets: from a record of a program's system calls, the directories that a power loss could leave.

What the record says of a call: the bytes, when it began, when it returned. Durable at a moment is what a sync that has
returned by then covers: the bytes of a file for a sync of the file, names for a sync of their directory, both for a sync
of the file system. Everything else that was asked for may be there or not:

  bytes   each write on its own, whole, torn at a sector of 512 bytes, or not at all;
  names   of one directory in the order in which they were changed, as every journal has it, but as many as it likes.

So a new file may have a name and no bytes, bytes of a later write without those of an earlier one, or all of it."""
import os
import random
import re
from dataclasses import dataclass, field
from pathlib import Path

from daemon import expect

SECTOR = 512
TRACED = ("openat,creat,write,pwrite64,ftruncate,fallocate,fsync,fdatasync,syncfs,rename,renameat,renameat2,link,linkat,unlink,"
          "unlinkat,mkdir,mkdirat,rmdir,writev,pwritev,copy_file_range,symlink,symlinkat")
STRACE = ["strace", "-f", "-I", "2", "-qq", "-ttt", "-T", "-y", "-xx", "-s", "20000000", "-e", f"trace={TRACED}"]

LINE = re.compile(r"^(\d+) +([\d.]+) (.*)$")
CALL = re.compile(r"^(\w+)\((.*)\)\s+= (-?\d+)(?:<((?:\\x[0-9a-f]{2})*)>)?.*?(?: <([\d.]+)>)?$")
TEXT = r'"((?:\\x[0-9a-f]{2})*)"(?:\.\.\.)?'
DESCRIPTOR = r"(?:-?\d+|AT_FDCWD)<((?:\\x[0-9a-f]{2})*)>"


def unhex(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


@dataclass(eq=False)
class Node:
    """A file or a directory, from its making on. `bytes` and `names`: as they were when the record began."""
    is_directory: bool
    bytes: bytes = b""
    names: dict = field(default_factory=dict)
    operations: list = field(default_factory=list)  # that change it, in order
    size: int = 0


@dataclass(eq=False)
class Change:
    """Of a file: `data` at `offset`, or a cut to `offset`. Of a directory: names that come (with their nodes) or go (None)."""
    node: Node
    began: float
    ended: float
    offset: int = 0
    data: bytes | None = None
    names: dict = field(default_factory=dict)
    gone_elsewhere: tuple | None = None  # (directory, name) that a move takes away


@dataclass
class Sync:
    node: Node | None  # None: the whole file system
    began: float
    ended: float


class Record:
    def __init__(self, root: Path):
        """The directory as it is now is on the disk. What is recorded comes after it."""
        self.root = os.path.realpath(root)
        self.top = self._read(Path(self.root))
        self.changes: list[Change] = []
        self.syncs: list[Sync] = []
        self.nameless: dict[str, Node] = {}  # by the last name, as files may be written after that is gone

    def _read(self, path: Path) -> Node:
        if path.is_dir():
            node = Node(True)
            node.names = {entry.name: self._read(entry) for entry in path.iterdir()
                          if entry.is_dir() or entry.is_file()}
        else:
            content = path.read_bytes()
            node = Node(False, bytes=content, size=len(content))
        node.current = dict(node.names)
        return node

    # --- reading the record -------------------------------------------------------------------------------------------

    def read(self, report: Path) -> None:
        pending: dict[str, tuple[float, str]] = {}
        for line in report.read_text(errors="replace").splitlines():
            match = LINE.match(line)
            if not match:
                continue
            thread, at, rest = match[1], float(match[2]), match[3]
            began = at
            if rest.endswith("<unfinished ...>"):
                pending[thread] = (at, rest[:-len("<unfinished ...>")].rstrip())
                continue
            if resumed := re.match(r"^<\.\.\. \w+ resumed>(.*)$", rest):
                began, first = pending.pop(thread, (at, ""))
                rest = first + resumed[1]
            if call := CALL.match(rest):
                if int(call[3]) >= 0:
                    self._note(call[1], call[2], call[4], int(call[3]), began, max(at, began + float(call[5] or 0)))

    def _note(self, name, arguments, opened, result, began, ended) -> None:
        texts = [unhex(text) for text in re.findall(TEXT, arguments)]
        descriptors = [unhex(text).decode() for text in re.findall(DESCRIPTOR, arguments)]
        bases = descriptors if len(descriptors) == len(texts) else (descriptors[:1] or ["/"]) * len(texts)
        paths = [os.path.normpath(os.path.join(base, text.decode())) for base, text in zip(bases, texts)] \
            if name not in ("write", "pwrite64") else []
        if any(path.endswith("-shm") for path in descriptors + paths):
            return  # SQLite's index, which is made anew after a crash
        if name in ("openat", "creat"):
            self._open(unhex(opened).decode() if opened else paths[0], arguments, began, ended)
        elif name in ("write", "pwrite64") and (node := self._find(descriptors[0])):
            offset = int(arguments.rsplit(",", 1)[1]) if name == "pwrite64" else node.size
            self._change(Change(node, began, ended, offset, texts[0][:result]))
        elif name == "ftruncate" and (node := self._find(descriptors[0])):
            self._change(Change(node, began, ended, int(arguments.rsplit(",", 1)[1])))
        elif name == "fallocate" and (node := self._find(descriptors[0])):
            _, offset, length = (int(number, 0) for number in arguments.rsplit(", ", 3)[1:])
            self._change(Change(node, began, ended, max(node.size, offset + length)))
        elif name in ("fsync", "fdatasync") and (node := self._find(descriptors[0])):
            self.syncs.append(Sync(node, began, ended))
        elif name == "syncfs":
            self.syncs.append(Sync(None, began, ended))
        elif name.startswith(("rename", "link", "unlink", "mkdir", "rmdir")):
            self._names(name, paths, began, ended)
        else:
            expect(not any(self._inside(path) for path in descriptors + paths),
                   f"the record has {name} of {descriptors + paths}, which the disk does not know")

    def _inside(self, path: str) -> bool:
        return path.startswith(self.root + "/")

    def _walk(self, path: str) -> tuple[Node | None, str]:
        """The directory that holds the last part of the path, and that part."""
        parts = os.path.relpath(path, self.root).split("/")
        node = self.top
        for part in parts[:-1]:
            node = node.current.get(part) if node else None
        return node, parts[-1]

    def _find(self, path: str) -> Node | None:
        path = path.removesuffix(" (deleted)")
        if path == self.root:
            return self.top
        if not self._inside(path):
            return None
        directory, name = self._walk(path)
        return (directory and directory.current.get(name)) or self.nameless.get(path)

    def _open(self, path: str, arguments: str, began: float, ended: float) -> None:
        if not self._inside(path):
            return
        directory, name = self._walk(path)
        if directory is None:
            return
        if name not in directory.current and "O_CREAT" in arguments:
            self._change(Change(directory, began, ended, names={name: self._new(False)}))
        elif "O_TRUNC" in arguments and name in directory.current:
            self._change(Change(directory.current[name], began, ended, 0))

    @staticmethod
    def _new(is_directory: bool) -> Node:
        node = Node(is_directory)
        node.current = {}
        return node

    def _names(self, call: str, paths: list[str], began: float, ended: float) -> None:
        if not any(self._inside(path) for path in paths):
            return
        directory, name = self._walk(paths[-1])
        if directory is None:
            return
        if call.startswith("mkdir"):
            self._change(Change(directory, began, ended, names={name: self._new(True)}))
        elif call.startswith(("unlink", "rmdir")):
            if node := directory.current.get(name):
                self.nameless[paths[-1]] = node
            self._change(Change(directory, began, ended, names={name: None}))
        else:
            node = self._find(paths[0])
            moved = None if call.startswith("link") else self._walk(paths[0])
            if node is not None:
                self._change(Change(directory, began, ended, names={name: node}, gone_elsewhere=moved))

    def _change(self, change: Change) -> None:
        node = change.node
        if node.is_directory:
            apply_names(change, lambda directory: directory.current)
        else:
            end = change.offset + len(change.data or b"")
            node.size = max(node.size, end) if change.data is not None else change.offset
        node.operations.append(change)
        self.changes.append(change)

    # --- what a power loss leaves -------------------------------------------------------------------------------------

    def moments(self) -> list[float]:
        """When something may have become different: around every sync and every change."""
        return sorted({time for entry in [*self.syncs, *self.changes] for time in (entry.began, entry.ended)})

    def state(self, moment: float, lost: str, choice: random.Random) -> "State":
        """`lost`: "nothing" of what was asked for until then; "all" that no sync covers; "bytes", but no names; "some"."""
        issued = [change for change in self.changes if change.began < moment]
        synced: dict[Node | None, float] = {}
        for sync in self.syncs:
            if sync.ended <= moment:
                synced[sync.node] = max(synced.get(sync.node, 0), sync.began)
        kept = []
        ended_directories = set()
        for change in issued:
            durable = change.ended <= max(synced.get(change.node, 0), synced.get(None, 0))
            if durable or lost == "nothing" or (lost == "bytes" and change.node.is_directory):
                kept.append((change, None))
            elif lost == "some" and change.node not in ended_directories:
                if choice.random() < 0.5:
                    kept.append((change, None))
                elif change.node.is_directory:
                    ended_directories.add(change.node)  # its later changes are not there either
                elif change.data and choice.random() < 0.5:
                    kept.append((change, choice.randrange(0, len(change.data) + 1, SECTOR)))
        return State(self.top, kept)


def apply_names(change: Change, names_of) -> None:
    if change.gone_elsewhere:
        directory, name = change.gone_elsewhere
        names_of(directory).pop(name, None)
    for name, node in change.names.items():
        if node is None:
            names_of(change.node).pop(name, None)
        else:
            names_of(change.node)[name] = node


class State:
    """Changes that are there (and how much of a torn one), on top of what there was."""

    def __init__(self, top: Node, kept: list[tuple[Change, int | None]]):
        self.top = top
        self.names: dict[Node, dict] = {}
        self.content: dict[Node, bytearray] = {}
        for change, torn in kept:
            if change.node.is_directory:
                apply_names(change, self._names_of)
            else:
                self._write(change, torn)

    def _names_of(self, directory: Node) -> dict:
        return self.names.setdefault(directory, dict(directory.names))

    def _content_of(self, node: Node) -> bytearray:
        return self.content.setdefault(node, bytearray(node.bytes))

    def _write(self, change: Change, torn: int | None) -> None:
        content = self._content_of(change.node)
        if change.data is None:
            del content[change.offset:]
            content.extend(bytes(change.offset - len(content)))
            return
        data = change.data[:torn]
        content.extend(bytes(max(0, change.offset + len(data) - len(content))))
        content[change.offset:change.offset + len(data)] = data

    def write_to(self, path: Path, node: Node | None = None) -> None:
        node = node or self.top
        if not node.is_directory:
            content = self._content_of(node)
            with open(path, "wb") as file:
                file.write(content if content.strip(b"\0") else b"")
                file.truncate(len(content))
            path.chmod(0o600)
            return
        path.mkdir(mode=0o700)
        for name, child in self._names_of(node).items():
            if not name.endswith("-shm"):
                self.write_to(path / name, child)
