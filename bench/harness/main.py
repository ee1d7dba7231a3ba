"""bench/run: from the command line to the table."""
import fcntl
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Iterator

from harness import machine, plot, report
from harness.bench import Bench
from harness.corpus import Corpora
from harness.errors import BenchError
from harness.options import ROOT, Options, parse
from harness.progress import Progress
from harness.results import Result, as_document
from harness.rows import ROWS
from harness.stanzas import find_packages_file


def shell(script: str) -> None:
    """With the functions of scripts/lib.sh, in the checkout."""
    if subprocess.run(["sh", "-euc", f". scripts/lib.sh\n{script}"], cwd=ROOT, stdout=sys.stderr).returncode != 0:
        raise BenchError(f"this failed: {script}")


def prepare(options: Options) -> Path:
    """Installs what is missing, builds, and returns the program to measure."""
    if options.install:
        shell(f"install_missing {'' if options.slipwayd else '$build_packages'} $run_packages $bench_packages")
    if options.slipwayd:
        return options.slipwayd
    shell("build_preset release slipwayd")
    return ROOT / "build/release/bin/slipwayd"


class Interrupted(BaseException):
    """Ctrl-C, or SIGTERM: nothing but main catches it."""


def interrupt(*_: Any) -> None:
    """Once: what follows is the cleaning up, which nothing may interrupt."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise Interrupted


def alone_in(work: Path) -> Any:
    """A lock that ends with the process; two runs in one directory would measure each other."""
    work.mkdir(parents=True, exist_ok=True)
    lock = open(work / "lock", "w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise BenchError(f"another run uses {work}; give this one a directory of its own with --work") from error
    return lock


def measure(bench: Bench) -> Iterator[Result | dict[str, str]]:
    """The results of each row, or why a row failed. Whatever the reason, the others go on: the hour before is not lost."""
    chosen = [row for row in ROWS if row.name in bench.options.rows]
    for number, row in enumerate(chosen, start=1):
        bench.progress.begin(row.name, number, len(chosen))
        try:
            results = row.run(bench)
        except Exception as error:
            reason = str(error) if isinstance(error, BenchError) else f"{type(error).__name__}: {error}"
            bench.progress.note(f"{row.name}: failed: {reason}")
            yield {"row": row.name, "reason": reason}
            continue
        for result in results:
            bench.progress.note("\n".join(" ".join(word for word in line if word)
                                          for line in report.lines_of(result, bench.packages)))
            yield result


def write(options: Options, document: dict[str, Any]) -> None:
    if options.json:
        options.json.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
    if options.plot:
        options.plot.write_text(plot.draw(document))
    print(report.markdown(document))


def run(options: Options, progress: Progress) -> dict[str, Any]:
    """What was measured, written before the minutes that the removal of the repositories takes."""
    lock = alone_in(options.work)
    with lock:
        program = prepare(options)
        corpora = Corpora(find_packages_file(options.packages_file, options.work, progress), options.work, progress)
        document = {**machine.describe(options.work, program), "rounds": options.repeat, "quick": options.quick}
        with Bench(options, program, corpora, progress) as bench:
            found = list(measure(bench))
            progress.clear()
            results = [as_document(result, bench.packages) for result in found if isinstance(result, Result)]
            failures = [failure for failure in found if not isinstance(failure, Result)]
            document |= {"packages": bench.packages, "results": results, "failures": failures}
            write(options, document)
            progress.begin("cleaning up", 0, 0)
            progress.say("removing the repositories of this run")
    progress.clear()
    return document


def render(options: Options) -> None:
    try:
        document = json.loads(options.render.read_text())
        if options.into:
            picture = os.path.relpath(options.plot, options.into.parent) if options.plot else None
            options.into.write_text(report.put_between_marks(options.into.read_text(), document, picture))
        else:
            print(report.markdown(document))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BenchError(f"{options.render} is not a result file of bench/run: {error}") from error
    if options.plot:
        options.plot.write_text(plot.draw(document))


def main(arguments: list[str]) -> int:
    options = parse(arguments, [row.name for row in ROWS])
    if options.list_rows:
        print("\n".join(f"{row.name:<18} {row.about}" for row in ROWS))
        return 0
    progress = Progress()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    try:
        if options.render:
            render(options)
            return 0
        document = run(options, progress)
        return 1 if document["failures"] else 0
    except BenchError as error:
        progress.note(f"bench/run: {error}")
        return 1
    except Interrupted:
        progress.note("bench/run: interrupted; everything it started is stopped")
        return 130
