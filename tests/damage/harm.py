"""harm.py DATA KIND: does one kind of damage to a data directory whose daemon has stopped. `harm.py --list` names all.

Places are taken from the catalog, so that a kind hits what its name says."""
import os
import shutil
import sqlite3
import sys
from pathlib import Path


class Store:
    def __init__(self, data):
        self.data = Path(data)

    def ask(self, sql, *values):
        with sqlite3.connect(self.data / "slipway.db") as database:
            return database.execute(sql, values).fetchall()

    def pack(self, number):
        return self.data / "segments" / f"{number:05}.pack"

    def packs(self):
        return [self.pack(number) for (number,) in self.ask("SELECT DISTINCT pack FROM segments ORDER BY pack")]

    def segments(self, document, form):
        rows = self.ask("SELECT pack, offset, length FROM segments WHERE document = ? AND form = ?", document, form)
        assert rows, f"no segment of {document} in form {form}"
        return rows

    def blob(self, format):
        ((digest,),) = self.ask("SELECT hex(sha256) FROM packages WHERE format = ? ORDER BY id LIMIT 1", format)
        return self.data / "blobs" / "sha256" / digest[:2].lower() / digest.lower()

    def key(self, repository="main"):
        ((fingerprint,),) = self.ask(
            "SELECT fingerprint FROM keys JOIN repositories r ON r.id = repository WHERE r.name = ? AND state = 'active'",
            repository)
        return self.data / "keys" / repository / f"{fingerprint}.asc"


def flip(path, at):
    os.chmod(path, 0o640)
    with open(path, "r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 0x10]))


def flip_middle(path):
    flip(path, path.stat().st_size // 2)


def flip_segments(document, form):
    def harm(store):
        for pack, offset, length in store.segments(document, form):
            flip(store.pack(pack), offset + length // 2)
    return harm


def cut(path, size):
    os.chmod(path, 0o640)
    os.truncate(path, size)


def swap(a, b):
    aside = a.with_suffix(".aside")
    a.rename(aside)
    b.rename(a)
    aside.rename(b)


def make_unreadable(path):
    """A directory in the place of a file: reading fails, for root too."""
    path.unlink()
    path.mkdir()


def flip_in_column(table, column, where="1", inside=b""):
    """Flips a bit behind `inside`, or in the middle, of the first row's value; SQLite itself notices nothing."""
    def harm(store):
        with sqlite3.connect(store.data / "slipway.db") as database:
            rowid, value = database.execute(
                f"SELECT rowid, {column} FROM {table} WHERE {where} LIMIT 1").fetchone()
            value = bytearray(value)
            at = value.index(inside) + len(inside) if inside else len(value) // 2
            value[at] ^= 1
            database.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (bytes(value), rowid))
    return harm


def flip_node(store):
    with sqlite3.connect(store.data / "slipway.db") as database:
        key, value = database.execute("SELECT hash, bytes FROM nodes ORDER BY length(bytes) DESC LIMIT 1").fetchone()
        value = bytearray(value)
        value[len(value) // 2] ^= 1
        database.execute("UPDATE nodes SET bytes = ? WHERE hash = ?", (bytes(value), key))


KINDS = {
    "segment-plain-bit": flip_segments("Packages", "plain"),
    "segment-gz-bit": flip_segments("Packages", "gz"),
    "segment-xz-bit": flip_segments("Packages", "xz"),
    "segment-primary-bit": flip_segments("primary", "plain"),
    "segment-filelists-bit": flip_segments("filelists", "gz"),
    "pack-cut-in-half": lambda store: cut(store.packs()[0], store.packs()[0].stat().st_size // 2),
    "pack-empty": lambda store: cut(store.packs()[0], 0),
    "pack-missing": lambda store: store.packs()[0].unlink(),
    "packs-all-missing": lambda store: shutil.rmtree(store.data / "segments"),
    "pack-unreadable": lambda store: make_unreadable(store.packs()[0]),
    "packs-swapped": lambda store: swap(store.packs()[0], store.packs()[1]),
    "deb-bit": lambda store: flip_middle(store.blob("deb")),
    "deb-cut": lambda store: cut(store.blob("deb"), store.blob("deb").stat().st_size - 1),
    "deb-empty": lambda store: cut(store.blob("deb"), 0),
    "deb-longer": lambda store: cut(store.blob("deb"), store.blob("deb").stat().st_size + 1),
    "deb-missing": lambda store: store.blob("deb").unlink(),
    "deb-unreadable": lambda store: make_unreadable(store.blob("deb")),
    "rpm-bit": lambda store: flip(store.blob("rpm"), store.blob("rpm").stat().st_size - 20),
    "rpm-signature-bit": lambda store: flip(store.blob("rpm"), 150),
    "rpm-missing": lambda store: store.blob("rpm").unlink(),
    "blobs-swapped": lambda store: swap(store.blob("deb"), store.blob("rpm")),
    "key-bit": lambda store: flip_middle(store.key()),
    "key-cut": lambda store: cut(store.key(), store.key().stat().st_size // 2),
    "key-missing": lambda store: store.key().unlink(),
    "keys-of-a-repository-missing": lambda store: shutil.rmtree(store.data / "keys" / "main"),
    "texts-bit": flip_in_column("package_texts", "documents"),
    "node-bit": flip_node,
    "release-bit": flip_in_column("entry_points", "signed_content", "architecture = ''", b"Suite: "),
    "repomd-bit": flip_in_column("entry_points", "content", "architecture <> ''", b"<revision>"),
}

if __name__ == "__main__":
    if sys.argv[1:] == ["--list"]:
        print("\n".join(KINDS))
    else:
        KINDS[sys.argv[2]](Store(sys.argv[1]))
