"""What keeping the past costs."""
import os
from pathlib import Path

from harness.apt_client import AptClient
from harness.bench import Bench
from harness.errors import expect
from harness.results import SLIPWAY, Figure, Result, Target
from harness.subjects.slipway import Slipway

PUBLICATIONS = 20
CHANNEL, REVISIONS, QUICK_REVISIONS = 20_000, 1_000, 20


def allocated(folder: Path) -> int:
    """Bytes on the disk of all files below."""
    return sum(os.lstat(os.path.join(directory, name)).st_blocks * 512
               for directory, _, names in os.walk(folder) for name in names)


def size_at_rest(daemon: Slipway) -> int:
    daemon.stop()
    size = allocated(daemon.data)
    daemon.start()
    return size


def revisions(bench: Bench) -> list[Result]:
    """Growth of the whole data directory, packages included, by single-package publications, divided by their number.
    All of these revisions stay addressable. The daemon is stopped before each look, so that nothing is under way."""
    daemon, repository = bench.slipway, bench.loaded(SLIPWAY, "deb")
    before = size_at_rest(daemon)
    for number, package in enumerate(bench.more("deb", PUBLICATIONS), start=1):
        repository.publish(package)
        repository.check(package)
        bench.progress.count("publishing revisions:", number, PUBLICATIONS)
    after = size_at_rest(daemon)
    figure = Figure(SLIPWAY, [(after - before) / PUBLICATIONS], details={"before": before, "after": after})
    what = f"disk space of one more revision at {bench.packages:,}, mean of {PUBLICATIONS}"
    return [Result("revisions-disk", what, "bytes", [figure], [Target("≤ 1 MB", limit=1e6)], verified=True)]


def many_revisions(bench: Bench) -> list[Result]:
    """The same over a long time, in a channel of its own. Then every hundredth revision (tenth in a quick run) is what
    apt gets from its snapshot URL: the packages of that moment, not the next one."""
    repository = bench.fresh(SLIPWAY, "deb")
    daemon = repository.daemon
    release = bench.corpora.packages("deb")[:CHANNEL]
    repository.take_in(release)
    repository.check(release[-1])
    count = QUICK_REVISIONS if bench.options.quick else REVISIONS
    packages = bench.more("deb", count)
    before, first = size_at_rest(daemon), daemon.revision()
    for number, package in enumerate(packages, start=1):
        repository.publish(package)
        bench.progress.count("publishing revisions:", number, count)
    repository.check(packages[-1])
    expect(daemon.revision() == first + count, "there are not as many revisions as publications")
    growth = size_at_rest(daemon) - before
    apt = AptClient(bench.folder("apt"), bench.children, daemon.keyring)
    for number in range(count // 10, count + 1, count // 10):
        bench.progress.say(f"apt reads revision {first + number:,}")
        names = apt.packages_at(f"{daemon.address}/bench/deb/snapshots/r{first + number}", "dev")
        expect(packages[number - 1].name in names, f"revision {first + number} lacks what it brought")
        expect(number == count or packages[number].name not in names, f"revision {first + number} has what came later")
    bench.discard(repository)
    what = f"disk space of each of {count:,} revisions at {len(release):,}, ten of them read by apt"
    figure = Figure(SLIPWAY, [growth / count], details={"before": before, "after": before + growth})
    return [Result("revisions", what, "bytes", [figure], [Target("≤ 1 MB", limit=1e6)], verified=True)]
