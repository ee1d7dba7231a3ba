"""Bringing a release into service, and taking it back: a whole channel, of which some packages differ."""
import os
from dataclasses import dataclass, field
from functools import cache
from statistics import mean

from harness.bench import Bench
from harness.errors import expect
from harness.processes import Usage
from harness.results import SLIPWAY, Figure, Result, Target
from harness.subjects import StagedSubject

DIFFERENT = 100
CHANNEL = "stable"


@dataclass
class Stay:
    """What the promotions and rollbacks of one program cost."""
    first: Usage
    promotions: list[Usage] = field(default_factory=list)
    rollbacks: list[Usage] = field(default_factory=list)


@cache
def stays(bench: Bench) -> dict[str, Stay]:
    """Measured once for both rows, by turns. Slipway has a daemon of its own, in which there are debs alone, as in the
    peer's repository. As in other rows a turn begins with a pair that is not counted."""
    names = [name for name in bench.subjects("deb") if name in (SLIPWAY, "aptly")]
    subjects = {name: bench.loaded(name, "deb") for name in names if name != SLIPWAY}
    subjects[SLIPWAY] = bench.fresh(SLIPWAY, "deb")
    bench.take_in(subjects[SLIPWAY], "deb")
    found = {name: Stay(fill_empty_channel(bench, subjects[name])) for name in names}
    for _ in range(bench.options.repeat):
        for name in names:
            for number in range(4 if name == SLIPWAY else 2):
                promotion, rollback = there_and_back(bench, subjects[name])
                if number > 0:
                    found[name].promotions.append(promotion)
                    found[name].rollbacks.append(rollback)
    bench.discard(subjects[SLIPWAY])
    return found


def fill_empty_channel(bench: Bench, subject: StagedSubject) -> Usage:
    bench.progress.say(f"{subject.name} promotes {subject.count:,} packages into an empty channel")
    usage = subject.promote(CHANNEL)
    subject.check_channel(CHANNEL, bench.corpora.packages("deb")[-1], subject.count)
    return usage


def there_and_back(bench: Bench, subject: StagedSubject) -> tuple[Usage, Usage]:
    """Hundred new packages are promoted, and rolled back: then the index is, byte for byte, what it was. At last the
    promotion is done again, so that the next call begins with hundred other ones."""
    count, old = subject.count, bench.corpora.packages("deb")[-1]
    before = subject.check_channel(CHANNEL, old, count)
    packages = bench.more("deb", DIFFERENT)
    bench.progress.say(f"{subject.name} promotes {DIFFERENT} more packages to {count:,} and takes them back")
    subject.take_in(packages)
    os.sync()
    promotion = subject.promote(CHANNEL)
    subject.check_channel(CHANNEL, packages[-1], subject.count)
    rollback = subject.roll_back(CHANNEL)
    expect(subject.check_channel(CHANNEL, old, count) == before, "the index is not what it was")
    subject.promote(CHANNEL)
    return promotion, rollback


def promote(bench: Bench) -> list[Result]:
    what = f"promote {bench.packages:,} packages of which {DIFFERENT} differ"
    results = results_of("promote", what, {name: stay.promotions for name, stay in stays(bench).items()}, bench,
                         seconds=Target("≤ 100 ms", limit=0.1), written=Target("≤ 1 MB", limit=1e6))
    what = f"promote {bench.packages:,} packages into an empty channel"
    return results + results_of("promote", what, {name: [stay.first] for name, stay in stays(bench).items()}, bench,
                                seconds=Target("≤ 2 s", limit=2), written=Target("≤ 16 MB", limit=16e6))


def roll_back(bench: Bench) -> list[Result]:
    what = f"roll back {bench.packages:,} packages of which {DIFFERENT} differ"
    return results_of("rollback", what, {name: stay.rollbacks for name, stay in stays(bench).items()}, bench,
                      seconds=Target("≤ 100 ms", limit=0.1), written=Target("≤ 1 MB", limit=1e6))


def results_of(row: str, what: str, usages: dict[str, list[Usage]], bench: Bench, *, seconds: Target,
               written: Target) -> list[Result]:
    """Times, and the mean of the bytes written: SQLite's checkpoints come now and then, and have their share."""
    times = [Figure(name, [usage.seconds for usage in of_name],
                    details={"cpu_seconds": [usage.cpu_seconds for usage in of_name]}) for name, of_name in usages.items()]
    bytes_written = [Figure(name, [mean(usage.written for usage in of_name)]) for name, of_name in usages.items()]
    missing = bench.missing("aptly")
    return [Result(row, what, "s", times + missing, [seconds], verified=True),
            Result(row, f"bytes written to {what}", "bytes", bytes_written + missing, [written], verified=True)]
