"""How much memory one publication needs at its peak."""
from harness.bench import PEERS, Bench
from harness.processes import status_bytes
from harness.results import SLIPWAY, Figure, Result, Target


def memory(bench: Bench) -> list[Result]:
    """Of the daemon: the largest resident size while it publishes, with all debs and all rpms in it, in the process
    that took them in. Of a peer: the largest process of its publication."""
    repositories = {kind: bench.loaded(SLIPWAY, kind) for kind in ("deb", "rpm")}
    most_ever = status_bytes(bench.slipway.pid, "VmHWM")
    peaks = []
    for kind, repository in repositories.items():
        for package in bench.more(kind, bench.options.repeat):
            peaks.append(repository.publish(package).peak_rss)
            repository.check(package)
    ours = Figure(SLIPWAY, peaks, details={"resident_afterwards": status_bytes(bench.slipway.pid, "VmRSS"),
                                           "peak_of_the_publications_before": most_ever})
    peers = [Figure(name, [usage.peak_rss for usage in usages]) for kind in ("deb", "rpm")
             for name, usages in bench.publications(kind).items() if name != SLIPWAY]
    what = f"peak memory of one publication, {bench.packages:,} debs and {bench.packages:,} rpms loaded"
    return [Result("memory", what, "bytes", [ours, *peers, *bench.missing(*PEERS["deb"], *PEERS["rpm"])],
                   [Target("≤ 150 MB", limit=150e6)], verified=True)]
