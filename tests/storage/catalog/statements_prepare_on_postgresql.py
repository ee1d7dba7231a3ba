#!/usr/bin/env python3
"""Every SQL statement of storage/ is one that SQLite and PostgreSQL both take (docs/storage.md, "The catalog").

Usage: statements_prepare_on_postgresql.py SOURCES

Reads the statements out of the sources, makes a catalog of today's schema, translates the schema, and lets a PostgreSQL
of its own, in a temporary directory, PREPARE each of them. Exit 77 where it is not installed.
"""
import glob
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

SKIPPED = 77
SERVER_USER = "postgres"  # PostgreSQL refuses to run as root

# Statements about SQLite itself, each with where it stands. Another database has an answer of its own to what they ask.
OF_SQLITE_ALONE = {
    "SELECT count(*) FROM sqlite_schema": "storage/catalog/sqlite.cpp",
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid":
        "storage/catalog/tables.cpp",
    "SELECT name, type FROM pragma_table_info(?)": "storage/catalog/tables.cpp",
    "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk": "storage/catalog/tables.cpp",
    "SELECT name FROM pragma_index_info((SELECT name FROM pragma_index_list(?) WHERE \"unique\" = 1)) ORDER BY seqno":
        "storage/catalog/tables.cpp",
    "SELECT count(*) FROM sqlite_schema WHERE name = ? AND sql LIKE '%AUTOINCREMENT%'": "storage/catalog/tables.cpp",
    "SELECT seq FROM sqlite_sequence WHERE name = ?": "storage/moving/id_counters.cpp",
    "DELETE FROM sqlite_sequence WHERE name = ?": "storage/moving/id_counters.cpp",
    "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)": "storage/moving/id_counters.cpp",
    "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name IN ('repositories', 'distros', 'channels')":
        "storage/catalog/sqlite.cpp",
    "UPDATE sqlite_sequence SET seq = ? WHERE name = 'repositories'": "storage/catalog/sqlite.cpp",
    "INSERT INTO sqlite_sequence (name, seq) VALUES ('repositories', ?)": "storage/catalog/sqlite.cpp",
}
MIGRATIONS = "storage/catalog/migrations.cpp"
# Its own statements are run by its own tests.
OF_POSTGRESQL_ALONE = "storage/postgresql/"
STRING = r'(?:R"\((?P<raw>.*?)\)"|"(?P<plain>(?:\\.|[^"\\\n])*)")'


def literals(text):
    """The string literals of C++ text, neighbours joined as the compiler joins them."""
    joined, end = None, 0
    for match in re.finditer(rf"//[^\n]*|{STRING}", text, re.DOTALL):
        if match.group().startswith("//"):
            continue
        piece = match["raw"] if match["raw"] is not None else match["plain"].replace(r"\"", '"')
        between = re.sub(r"//[^\n]*", "", text[end:match.start()])
        if joined is not None and between.strip() == "":
            joined += piece
        else:
            if joined is not None:
                yield joined
            joined = piece
        end = match.end()
    if joined is not None:
        yield joined


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return file.read()


def statements(root):
    """(path, statement) of all statements that storage/ runs, but those of migrations and of PostgreSQL alone."""
    for path in sorted(glob.glob("storage/**/*.?pp", root_dir=root, recursive=True)):
        if path == MIGRATIONS or path.startswith(OF_POSTGRESQL_ALONE):
            continue
        for literal in literals(read(root, path)):
            # One with a place in it is made of the tables that a catalog has.
            if re.match(r"(SELECT|INSERT|UPDATE|DELETE) ", literal) and "{}" not in literal:
                yield path, literal


def migrations(root):
    """The scripts from an empty database to today's schema, in order."""
    text = read(root, MIGRATIONS)
    scripts = {"schema_version_1": read(root, "storage/catalog/schema.sql")}
    for match in re.finditer(r"constexpr const char\* (\w+) =(.*?\"); *\n", text, re.DOTALL):
        scripts[match[1]] = "".join(literals(match[2]))
    return [scripts[name] for name in re.findall(r"Migration\{\.version = \d+, \.sql = (\w+)\}", text)]


def catalog(root):
    """An empty catalog of SQLite."""
    database = sqlite3.connect(":memory:")
    for script in migrations(root):
        database.executescript(script)
    return database


def with_rows(statement):
    """The statement with two rows where it has a set of them."""
    return re.sub(r"(\(\?(?:, \?)*\))\.\.\.", r"\1, \1", statement)


def refused_by_sqlite(database, statement):
    text = with_rows(statement).replace("(?...)", "(?, ?)")
    try:
        database.execute("EXPLAIN " + text, [None] * text.count("?"))
    except sqlite3.Error as error:
        return str(error)
    return None


def schema(database):
    """CREATE statements for PostgreSQL."""
    rows = database.execute("SELECT sql FROM sqlite_schema WHERE type IN ('table', 'index') AND sql IS NOT NULL"
                            " AND name NOT LIKE 'sqlite_%' ORDER BY rowid")
    return [translated(sql) for (sql,) in rows]


def translated(sql):
    """A CREATE statement of SQLite as PostgreSQL has it: its names of types, text in the order of its bytes."""
    sql = re.sub(r"--[^\n]*", "", sql)
    sql = re.sub(r"\bINTEGER PRIMARY KEY( AUTOINCREMENT)?", "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY", sql)
    sql = re.sub(r"\bINTEGER\b", "BIGINT", sql)
    sql = re.sub(r"\bBLOB\b", "BYTEA", sql)
    sql = re.sub(r"\bTEXT\b", 'TEXT COLLATE "C"', sql)
    sql = re.sub(r"\b(offset|only)\b", r'"\1"', sql)
    return re.sub(r"\) STRICT(, WITHOUT ROWID)?", ")", sql)


def prepared(number, statement):
    """The statement with numbered parameters; a set is an array."""
    count = iter(range(1, 100))
    text = with_rows(statement).replace("IN (?...)", "= ANY (?)")
    return f"PREPARE s{number} AS " + re.sub(r"\?", lambda _: f"${next(count)}", text) + ";"


class Server:
    """A PostgreSQL that listens on a socket in its directory alone."""

    def __init__(self, programs):
        self.programs = programs
        self.directory = tempfile.mkdtemp(prefix="slipway-postgresql-")
        self.data = os.path.join(self.directory, "data")
        self.prefix = []
        if os.getuid() == 0:
            shutil.chown(self.directory, SERVER_USER)
            self.prefix = ["setpriv", f"--reuid={SERVER_USER}", f"--regid={SERVER_USER}", "--clear-groups"]

    def run(self, program, *arguments, **options):
        return subprocess.run([*self.prefix, os.path.join(self.programs, program), *arguments], cwd=self.directory,
                              text=True, capture_output=True, check=False, **options)

    def must(self, *command):
        done = self.run(*command)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)}: {done.stdout}{done.stderr}")

    def __enter__(self):
        self.must("initdb", "-D", self.data, "-U", "slipway", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8",
                  "--no-instructions", "--no-sync")
        self.must("pg_ctl", "-D", self.data, "-w", "-l", os.path.join(self.directory, "log"), "-o",
                  f"-c listen_addresses='' -k {self.directory}", "start")
        return self

    def __exit__(self, *_):
        self.run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.directory, ignore_errors=True)

    def refusals(self, script):
        """What it says against the script, which it runs to the end."""
        done = self.run("psql", "-h", self.directory, "-U", "slipway", "-d", "postgres", "-X", "-q", "-v",
                        "VERBOSITY=terse", "-f", "-", input=script)
        return done.stderr


def installed():
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda path: float(path.split("/")[4]))
    return os.path.dirname(found[-1]) if found else None


def main(root):
    programs = installed()
    if programs is None:
        print("PostgreSQL is not installed")
        return SKIPPED
    common, failed = [], False
    alone = dict(OF_SQLITE_ALONE)
    database = catalog(root)
    for path, statement in statements(root):
        if refused := refused_by_sqlite(database, statement):
            print(f"{path}: SQLite: {refused}: {statement}")
            failed = True
        if alone.pop(statement, None) == path:
            continue
        if "sqlite_" in statement or "pragma_" in statement:
            print(f"{path}: a statement of SQLite alone: {statement}")
            failed = True
        common.append((path, statement))
    for statement in alone:
        print(f"no source has: {statement}")
        failed = True
    if len(common) < 100:
        sys.exit(f"found {len(common)} statements only: they are written in another way than this test reads")
    with Server(programs) as server:
        refused = server.refusals("".join(sql + ";\n" for sql in schema(database)))
        if refused:
            sys.exit(f"the schema: {refused}")
        for number, (path, statement) in enumerate(common):
            common[number] = (path, prepared(number, statement))
        answers = server.refusals("".join(sql.replace("\n", " ") + "\n" for _, sql in common))
    for line in answers.splitlines():
        path, sql = common[int(re.match(r"psql:<stdin>:(\d+)", line)[1]) - 1]
        print(f"{path}: {line}\n    {sql}")
    print(f"{len(common)} statements prepared")
    return 1 if failed or answers else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
