"""A made-up Packages file, with what is special in a real one, and where the harness is."""
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))

SPECIAL = """\
Package: aardvark
Version: 2:1.0~rc1-2-3+b1
Architecture: amd64
Maintainer: Somebody <somebody@example.com>
Installed-Size: 12
Depends: libc6 (>= 2.34) | libc0.1, zebra:any (<< 1:2)
Provides: anteater (= 1.0)
Conflicts: badger
Recommends: honey
Description: eats ants
 and termites, « at night ».
 .
 Not on Sundays.
Homepage: https://example.com/
Section: science
Priority: optional
Filename: pool/main/a/aardvark/aardvark_1.0_amd64.deb
Size: 1234
MD5sum: 0123456789abcdef0123456789abcdef
SHA256: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
Description-md5: 0123456789abcdef0123456789abcdef
"""


def plain(number: int) -> str:
    return (f"Package: sample{number}+x\nVersion: 1.{number}-1\nArchitecture: {'all' if number % 3 else 'amd64'}\n"
            f"Maintainer: Somebody <somebody@example.com>\nDescription: sample number {number}\nSection: misc\n")


def write_packages_file(path: Path, count: int) -> Path:
    path.write_text("\n".join([SPECIAL] + [plain(number) for number in range(1, count)]), encoding="utf-8")
    return path
