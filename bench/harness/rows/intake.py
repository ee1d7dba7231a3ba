"""Taking in a whole distribution."""
from harness.bench import Bench
from harness.results import SLIPWAY, Figure, Result, Target
from harness.subjects.deb_peers import Aptly

WITH_DEFAULTS = "aptly, defaults"


def bulk_deb(bench: Bench) -> list[Result]:
    """Rounds by turns. The repositories of the last round are kept for the other rows."""
    names = bench.subjects("deb")
    seconds: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(bench.options.repeat - 1):
        for name in names:
            repository = bench.fresh(name, "deb")
            seconds[name].append(bench.take_in(repository, "deb").seconds)
            bench.discard(repository)
    for name in names:
        bench.loaded(name, "deb")
        seconds[name].append(bench.intakes[f"{name} deb"][-1].seconds)
    figures = [Figure(name, seconds[name]) for name in names]
    if bench.installed("aptly"):
        repository = Aptly(bench.folder("aptly-defaults"), bench.children, bench.home, options=(), name=WITH_DEFAULTS)
        figures.append(Figure(WITH_DEFAULTS, [bench.take_in(repository, "deb").seconds], remark="with Contents and bz2, once"))
    figures += bench.missing("reprepro", "aptly")
    loaded = bench.intakes[f"{SLIPWAY} deb"][-1]
    figures[0].details = {"cpu_seconds_of_daemon": loaded.cpu_seconds, "written": loaded.written, "peak_rss": loaded.peak_rss}
    return [Result("bulk-deb", f"take in {bench.packages:,} debs and publish", "s", figures, verified=True, targets=[
        Target("less time than aptly", peer="aptly", ratio=1, full_size_only=True)])]
