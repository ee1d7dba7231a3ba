"""The command line."""
import argparse
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
QUICK_PACKAGES = 300


@dataclass
class Options:
    """`packages` None: all of the Packages file. `repeat`: rounds of everything that is repeated."""
    rows: list[str]
    packages: int | None
    packages_file: Path | None
    work: Path
    repeat: int
    quick: bool
    slipwayd: Path | None
    install: bool
    json: Path | None
    plot: Path | None
    render: Path | None
    into: Path | None
    list_rows: bool

    @property
    def load_seconds(self) -> int:
        """How long wrk runs for one sample."""
        return 1 if self.quick else 5


def positive(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return number


ABOUT = """\
Measures Slipway beside reprepro, aptly, createrepo_c and nginx on this machine, in one run, and checks that what was
published is right before a time counts. bench/PERFORMANCE.md says how."""
EXAMPLES = """\
examples:
  bench/run                          everything, with the whole of Debian bookworm main; about an hour
  bench/run --quick                  the same with few packages, once; a minute or two
  bench/run --rows promote,rollback  two rows
  bench/run --render results.json    the table of a former run, as markdown"""


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="bench/run", formatter_class=argparse.RawDescriptionHelpFormatter,
                                   allow_abbrev=False, description=ABOUT, epilog=EXAMPLES)
    what = made.add_argument_group("what is measured")
    what.add_argument("--rows", metavar="A,B,C", help="only these rows")
    what.add_argument("--list-rows", action="store_true", help="say what the rows are, and end")
    what.add_argument("--quick", action="store_true", help=f"one round, {QUICK_PACKAGES} packages unless told")
    what.add_argument("--repeat", type=positive, metavar="N", help="rounds; default 3, with --quick 1")
    what.add_argument("--packages", type=positive, metavar="N", help="only the first N packages of the Packages file")
    what.add_argument("--packages-file", type=Path, metavar="FILE",
                      help="a Debian Packages file, plain text; default apt's own of bookworm main, else the mirror's")
    how = made.add_argument_group("with what")
    how.add_argument("--slipwayd", type=Path, metavar="PATH", help="this binary; default: build the preset release")
    how.add_argument("--no-install", dest="install", action="store_false",
                     help="install nothing; a peer that is missing is reported as such")
    how.add_argument("--work", type=Path, metavar="DIR", default=ROOT / "build/bench",
                     help="where corpora are kept and repositories made; default build/bench")
    results = made.add_argument_group("results")
    results.add_argument("--json", type=Path, metavar="FILE", help="write everything that was measured, every sample")
    results.add_argument("--plot", type=Path, metavar="FILE.svg",
                         help="draw publish time against repository size; adds the row growth")
    results.add_argument("--render", type=Path, metavar="FILE.json",
                         help="measure nothing: print the table of that file as markdown, draw its --plot")
    results.add_argument("--into", type=Path, metavar="FILE.md",
                         help="with --render: put the table between the marks in that file instead")
    return made


def parse(arguments: list[str], known_rows: list[str]) -> Options:
    """Exits with 2 and a sentence if the arguments are wrong."""
    made = parser()
    given = made.parse_args(arguments)
    rows = given.rows.split(",") if given.rows else [row for row in known_rows if row != "growth"]
    for row in rows:
        if row not in known_rows:
            made.error(f"argument --rows: there is no row {row!r}; there are {', '.join(known_rows)}")
    if given.plot and not given.render and "growth" not in rows:
        rows.append("growth")
    if given.into and not (given.render and given.into.is_file()):
        made.error("argument --into: needs --render, and a file that exists")
    if given.slipwayd and not given.slipwayd.is_file():
        made.error(f"argument --slipwayd: {given.slipwayd}: there is no such file")
    for name in ("json", "plot"):
        path = getattr(given, name)
        if path and not path.absolute().parent.is_dir():
            made.error(f"argument --{name}: {path.absolute().parent}: there is no such directory")
    given.rows = [row for row in known_rows if row in rows]
    given.packages = given.packages or (QUICK_PACKAGES if given.quick else None)
    given.repeat = given.repeat or (1 if given.quick else 3)
    given.work = given.work.absolute()
    given.slipwayd = given.slipwayd and given.slipwayd.absolute()
    return Options(**vars(given))
