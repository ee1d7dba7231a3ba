"""One more package into a full repository: time, and bytes written."""
from harness.bench import PEERS, Bench
from harness.corpus import RICH_CHANGELOG, RICH_FILES
from harness.processes import written_bytes
from harness.results import SLIPWAY, Figure, Result, Target
from harness.subjects.deb_peers import Reprepro

PUBLICATIONS = 20


def times(bench: Bench, kind: str) -> list[Figure]:
    usages = bench.publications(kind)
    figures = [Figure(name, [usage.seconds for usage in of_name]) for name, of_name in usages.items()]
    figures[0].details["cpu_seconds_of_daemon"] = [usage.cpu_seconds for usage in usages[SLIPWAY]]
    for figure in figures:
        figure.details["first_of_turn"] = [usage.seconds for usage in bench.first_of_turn[figure.subject, kind]]
    return figures + bench.missing(*PEERS[kind])


def one_deb(bench: Bench) -> list[Result]:
    targets = [Target("≤ 100 ms", limit=0.1),
               Target("≥ 350 × faster than reprepro", peer="reprepro", ratio=350, full_size_only=True),
               Target("≥ 100 × faster than aptly", peer="aptly", ratio=100, full_size_only=True)]
    what = f"publish one more deb at {bench.packages:,}"
    figures = times(bench, "deb")
    if bench.installed("reprepro"):
        figures.append(reprepro_without_xz(bench))
    return [Result("one-deb", what, "s", figures, targets, verified=True)]


def reprepro_without_xz(bench: Bench) -> Figure:
    """Its default: most of its time goes into compressing the whole index by xz."""
    repository = bench.loaded("reprepro", "deb")
    repository.offer(Reprepro.DEFAULT_FORMS)
    usages = bench.publish_by_turns([repository], "deb", bench.options.repeat)[repository.name]
    repository.offer(Reprepro.FORMS)
    return Figure("reprepro, defaults", [usage.seconds for usage in usages], remark="without xz")


def one_rpm(bench: Bench) -> list[Result]:
    targets = [Target("≤ 150 ms", limit=0.15),
               Target("≥ 250 × faster than createrepo_c", peer="createrepo_c", ratio=250, full_size_only=True)]
    what = f"publish one more rpm, signed, at {bench.packages:,}"
    return [Result("one-rpm", what, "s", times(bench, "rpm"), targets, verified=True)]


def one_rpm_filelists(bench: Bench) -> list[Result]:
    what = f"the same at {bench.packages:,} with {RICH_FILES} files and {RICH_CHANGELOG} changelog entries each"
    return [Result("one-rpm-filelists", what, "s", times(bench, "rich-rpm"), [Target("≤ 1 s", limit=1)], verified=True)]


def written(bench: Bench) -> list[Result]:
    """What the kernel accounted to the processes: /proc/PID/io of the daemon, the resource usage of the peers."""
    results = []
    for kind in ("deb", "rpm"):
        peers = [Figure(name, [usage.written for usage in usages])
                 for name, usages in bench.publications(kind).items() if name != SLIPWAY]
        results.append(Result("written", f"bytes written for one more {kind} at {bench.packages:,}", "bytes",
                              [written_by_daemon(bench, kind), *peers, *bench.missing(*PEERS[kind])], verified=True,
                              targets=[Target("≤ 1 MB", limit=1e6)]))
    return results


def written_by_daemon(bench: Bench, kind: str) -> Figure:
    """The mean of many publications, so that what SQLite writes only now and then (its checkpoints) has its share. The
    daemon's own counters stand beside it."""
    repository, daemon = bench.loaded(SLIPWAY, kind), bench.slipway
    before, counters = written_bytes(daemon.pid), daemon.counters()
    for number, package in enumerate(bench.more(kind, PUBLICATIONS), start=1):
        repository.publish(package)
        repository.check(package)
        bench.progress.count(f"publishing one more {kind} for the bytes written:", number, PUBLICATIONS)
    mean = (written_bytes(daemon.pid) - before) / PUBLICATIONS
    counted = {name: (value - counters.get(name, 0)) / PUBLICATIONS for name, value in daemon.counters().items()}
    return Figure(SLIPWAY, [mean], details={"counters": {name: value for name, value in counted.items() if value}})
