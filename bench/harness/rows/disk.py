"""What keeping the past costs."""
import os
from pathlib import Path

from harness.bench import Bench
from harness.results import SLIPWAY, Figure, Result, Target
from harness.subjects.slipway import Slipway

PUBLICATIONS = 20


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
