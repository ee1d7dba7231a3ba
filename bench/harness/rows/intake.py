"""Taking in a whole distribution."""
from harness.bench import Bench
from harness.results import SLIPWAY, Figure, Result, Target
from harness.subjects.deb_peers import Aptly, Reprepro

WITH_DEFAULTS = {"reprepro": "without xz", "aptly": "with Contents and bz2"}

LONG_ENOUGH = 20_000


def bulk_deb(bench: Bench) -> list[Result]:
    """Rounds by turns; one where each takes a minute anyway. The repositories of the last round are kept for the other
    rows."""
    names = bench.subjects("deb")
    seconds: dict[str, list[float]] = {name: [] for name in names}
    rounds = bench.options.repeat if bench.packages < LONG_ENOUGH else 1
    for _ in range(rounds - 1):
        for name in names:
            repository = bench.fresh(name, "deb")
            seconds[name].append(bench.take_in(repository, "deb").seconds)
            bench.discard(repository)
    for name in names:
        bench.loaded(name, "deb")
        seconds[name].append(bench.intakes[name, "deb"].seconds)
    figures = [Figure(name, samples) for name, samples in seconds.items()]
    ours = bench.intakes[SLIPWAY, "deb"]
    figures[0].details = {"cpu_seconds_of_daemon": ours.cpu_seconds, "written": ours.written, "peak_rss": ours.peak_rss}
    figures += [with_defaults(bench, peer) for peer in WITH_DEFAULTS if bench.installed(peer)]
    targets = [Target("less time than aptly", peer="aptly", ratio=1, full_size_only=True)]
    return [Result("bulk-deb", f"take in {bench.packages:,} debs and publish", "s",
                   figures + bench.missing("reprepro", "aptly"), targets, verified=True)]


def with_defaults(bench: Bench, peer: str) -> Figure:
    name, folder = f"{peer}, defaults", bench.folder(f"{peer}-defaults")
    if peer == "aptly":
        repository = Aptly(folder, bench.children, bench.home, options=(), name=name)
    else:
        repository = Reprepro(folder, bench.children, bench.home, forms=Reprepro.DEFAULT_FORMS, name=name)
    seconds = bench.take_in(repository, "deb").seconds
    bench.discard(repository)
    return Figure(name, [seconds], remark=f"{WITH_DEFAULTS[peer]}, once")
