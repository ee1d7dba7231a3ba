"""What the rpm of this machine makes of a package: whether it takes the file, and what it installs of it."""
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

IDENTITY = "%{NAME} %{EPOCHNUM}:%{VERSION}-%{RELEASE}"
KEY = f"{IDENTITY} %{{ARCH}} %{{SOURCEPACKAGE}}"
# Scripts of strangers are not run; owners that this machine does not know are root's.
INSTALL = ("-i", "--nodeps", "--noscripts", "--ignorearch", "--ignoreos", "--ignoresize", "--noplugins", "--force", "--nosignature")
VERIFY = ("-Va", "--nodeps", "--noscripts", "--nouser", "--nogroup", "--noplugins")
PRETRANS, POSTTRANS = 1 << 7, 1 << 5  # of RPMSENSE
GHOST = 1 << 6  # of RPMFILE


def run(*command):
    """Exit status and what was said, errors among it."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, env={
        **os.environ, "LC_ALL": "C.UTF-8"})
    return done.returncode, done.stdout.decode(errors="replace").strip()


class Judge:
    """`directory` is for databases and roots, each of which is gone after its use."""

    def __init__(self, directory):
        self.directory = Path(directory)
        self.database = str(self.directory / "rpmdb")
        self._transaction_requirements = {}  # by file name: a package of several indexes is the same in each

    def ask(self, path):
        """Whether rpm takes the file: it reads the package and finds all digests right; what it says against it, or None."""
        status, said = run("rpm", "--dbpath", self.database, "-qp", "--nosignature", "--nodigest", path)
        if not status:
            status, said = run("rpm", "--dbpath", self.database, "-K", "--nosignature", path)
        return said if status else None

    def query(self, path, form):
        done = subprocess.run(["rpm", "--dbpath", self.database, "-qp", "--nosignature", "--nodigest", "--qf", form, path],
                              stdin=subprocess.DEVNULL, capture_output=True, check=False)
        return done.stdout.decode("utf-8", "surrogateescape")

    def key_of(self, path):
        """Packages with the same one cannot stand in one channel; empty of a file that rpm cannot read."""
        return self.query(path, KEY)

    def has_transaction_requirements(self, path):
        if path.name not in self._transaction_requirements:
            flags = self.query(str(path), "[%{REQUIREFLAGS} ]").split()
            found = any(int(flag) & (PRETRANS | POSTTRANS) for flag in flags if flag.isdigit())
            self._transaction_requirements[path.name] = found
        return self._transaction_requirements[path.name]

    def trust(self, key):
        """Puts the armored key into the database of its own that check_signature looks at."""
        (self.directory / "key.asc").write_bytes(key)
        return run("rpmkeys", "--dbpath", self.database, "--import", str(self.directory / "key.asc"))

    def check_signature(self, path):
        """What rpm says against signature and digests, or None."""
        status, said = run("rpmkeys", "--dbpath", self.database, "--define", "_pkgverify_level all", "--checksig", path)
        return said if status else None

    def install(self, path):
        """Installs into a root of its own; what went wrong, or None."""
        root = tempfile.mkdtemp(prefix="root.", dir=self.directory)
        try:
            return self._install_into(root, path)
        finally:
            shutil.rmtree(root, ignore_errors=True)

    def _install_into(self, root, path):
        rpm = ("rpm", "--root", root, "--dbpath", "/var/lib/rpm", "--define", "_topdir /src")
        status, said = run(*rpm, *INSTALL, path)
        if status:
            return said or f"exit {status}"
        is_source, _, identity = self.query(path, f"%{{SOURCEPACKAGE}} {IDENTITY}").partition(" ")
        if is_source == "1":
            return self._what_lacks_of_source(root, path)
        _, found = run(*rpm, "-qa", "--qf", IDENTITY + "\\n")
        if found != identity:
            return f"rpm -q finds {found!r}"
        _, said = run(*rpm, *VERIFY)
        return f"rpm -V: {said}" if said else None

    def _what_lacks_of_source(self, root, path):
        """Of a source package, which no database holds: its files lie below _topdir. Ghosts are named and not in it (NoSource)."""
        there = {entry.name for entry in Path(root, "src").rglob("*") if entry.is_file()}
        lines = self.query(path, "[%{FILEFLAGS} %{BASENAMES}\\n]").splitlines()
        names = {name for flags, _, name in (line.partition(" ") for line in lines) if not int(flags) & GHOST}
        return f"not unpacked: {sorted(names - there)}" if names - there else None
