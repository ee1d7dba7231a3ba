"""harm.py DATA KIND: does one kind of damage to a data directory whose daemon has stopped. `harm.py --list` names all.

Places are taken from the catalog, so that a kind hits what its name says. A change of a row is what SQLite itself does
not notice; it does not notice most flipped bits of its pages either."""
import contextlib
import os
import random
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


@contextlib.contextmanager
def writable(path):
    """Its mode is as it was afterwards: a loose secret would be damage of another kind."""
    mode = path.stat().st_mode
    os.chmod(path, 0o640)
    yield
    os.chmod(path, mode)


def flip(path, at):
    with writable(path), open(path, "r+b") as file:
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
    with writable(path):
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


def change_rows(sql):
    """A row that says something else than was stored, as a flipped bit of its page or a hand does it."""
    def harm(store):
        with sqlite3.connect(store.data / "slipway.db") as database:
            assert database.execute(sql).rowcount > 0, sql
    return harm


def begin_of_content(page, header):
    """Where the cells of a page begin (https://www.sqlite.org/fileformat2.html, 1.6): before them most is not used."""
    is_tree = page[header] in (2, 5, 10, 13)
    return (int.from_bytes(page[header + 5:header + 7], "big") or len(page)) if is_tree else 0


def flip_page(number):
    """Bits of one page of the catalog: sixteen pages from its first to its last."""
    def harm(store):
        chance, catalog = random.Random(number), store.data / "slipway.db"
        bytes_of_all = catalog.read_bytes()
        size = int.from_bytes(bytes_of_all[16:18], "big")
        place = (len(bytes_of_all) // size - 1) * number // (PAGES - 1)
        page = bytes_of_all[place * size:(place + 1) * size]
        begin = begin_of_content(page, 0 if place else 100)
        for _ in range(3):
            flip(catalog, place * size + chance.randrange(min(begin, size - 1), size))
    return harm


def empty(*names):
    """What a file system that is not mounted leaves."""
    def harm(store):
        directory = store.data.joinpath(*names)
        shutil.rmtree(directory)
        directory.mkdir()
    return harm


def give_foreign_id(store):
    with sqlite3.connect(store.data / "slipway.db") as database:
        database.execute("UPDATE facts SET value = ? WHERE name = 'directory_id'", ("0" * 32,))


def mount_foreign_segments(store):
    (store.data / "segments" / "slipway-id.txt").write_text("slipway-data " + "0" * 32 + "\n")


PAGES = 16
KINDS = {
    "segment-plain-bit": flip_segments("Packages", "plain"),
    "segment-gz-bit": flip_segments("Packages", "gz"),
    "segment-xz-bit": flip_segments("Packages", "xz"),
    "segment-primary-bit": flip_segments("primary", "plain"),
    "segment-filelists-bit": flip_segments("filelists", "gz"),
    "pack-cut-in-half": lambda store: cut(store.packs()[0], store.packs()[0].stat().st_size // 2),
    "pack-empty": lambda store: cut(store.packs()[0], 0),
    "pack-missing": lambda store: store.packs()[0].unlink(),
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
    "row-index-digest": change_rows("UPDATE index_files SET sha256 = randomblob(32) WHERE form = 'gz'"),
    "row-index-size": change_rows("UPDATE index_files SET size = size + 1 WHERE form = 'xz'"),
    "row-index-list": change_rows("UPDATE index_files SET list_root = randomblob(32) WHERE list_root IS NOT NULL"),
    "row-index-architecture": change_rows("UPDATE index_files SET architecture = 'amd65' WHERE architecture = 'amd64' AND form = 'gz'"),
    "row-index-composition": change_rows("UPDATE index_files SET composition = randomblob(16), checksum = NULL"),
    "row-index-lost": change_rows("DELETE FROM index_files WHERE form = 'plain'"),
    "row-segment-offset": change_rows("UPDATE segments SET offset = offset + 1"),
    "row-segment-crc": change_rows("UPDATE segments SET text_crc32 = text_crc32 + 1"),
    "row-segment-checksum": change_rows("UPDATE segments SET checksum = randomblob(16) WHERE form = 'xz'"),
    "row-segment-lost": change_rows("DELETE FROM segments WHERE form = 'gz'"),
    "row-package-name": change_rows("UPDATE packages SET name = 'hallo' WHERE name = 'hello'"),
    "row-package-size": change_rows("UPDATE packages SET size = size + 1 WHERE format = 'deb'"),
    "row-list-count": change_rows("UPDATE revision_lists SET count = count + 1"),
    "catalog-foreign": give_foreign_id,
    "catalog-missing": lambda store: (store.data / "slipway.db").unlink(),
    "catalog-empty": lambda store: cut(store.data / "slipway.db", 0),
    "catalog-cut-in-half": lambda store: cut(store.data / "slipway.db", (store.data / "slipway.db").stat().st_size // 2),
    "catalog-cut-to-a-page": lambda store: cut(store.data / "slipway.db", 4096),
    "catalog-log-missing": lambda store: (store.data / "slipway.db-wal").unlink(),
    "segments-foreign": mount_foreign_segments,
    "segments-not-mounted": empty("segments"),
    "segments-all-missing": lambda store: shutil.rmtree(store.data / "segments"),
    "blobs-not-mounted": empty("blobs"),
    "packages-not-mounted": empty("blobs", "sha256"),
    "keys-not-mounted": empty("keys"),
} | {f"catalog-page-{number}": flip_page(number) for number in range(PAGES)}

if __name__ == "__main__":
    if sys.argv[1:] == ["--list"]:
        print("\n".join(KINDS))
    else:
        KINDS[sys.argv[2]](Store(sys.argv[1]))
