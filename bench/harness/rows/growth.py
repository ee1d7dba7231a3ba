"""The shape behind the numbers: what one more package costs as the repository grows. The points of the plot."""
from statistics import median

from harness.bench import Bench
from harness.results import SLIPWAY, Figure, Result, Target

SIZES = (1_000, 4_000, 16_000)


def sizes_up_to(packages: int) -> list[int]:
    """Some sizes, the last of which is that of the run."""
    below = [size for size in SIZES if size < packages]
    return [*(below or [max(1, packages // 4)]), packages]


def growth(bench: Bench) -> list[Result]:
    """Every program begins anew and grows from size to size; at each it publishes a few more, one by one."""
    sizes = sizes_up_to(bench.packages)
    figures = []
    for kind in ("deb", "rpm"):
        for name in bench.subjects(kind):
            points = points_of(bench, name, kind, sizes)
            figures.append(Figure(f"{name} {kind}" if name == SLIPWAY else name, [points[-1][1] / points[0][1]],
                                  details={"points": points}))
    ours = figures[0]
    ours.subject = SLIPWAY
    return [Result("growth", f"publish one more: time at {sizes[-1]:,} over time at {sizes[0]:,}", "×",
                   figures + bench.missing("reprepro", "aptly", "createrepo_c"), verified=True,
                   targets=[Target("≤ 3 ×", limit=3)])]


def points_of(bench: Bench, name: str, kind: str, sizes: list[int]) -> list[tuple[int, float]]:
    """(size, median of seconds)"""
    packages = bench.corpora.packages(kind)
    repository = bench.fresh(name, kind)
    done, points = 0, []
    for size in sizes:
        bench.progress.say(f"{name} grows to {size:,} {kind}s")
        if kind == "rpm" and name == SLIPWAY:
            repository.sign(False)
        repository.take_in(packages[done:size])
        repository.check(packages[size - 1])
        if kind == "rpm" and name == SLIPWAY:
            repository.sign(True)
        done = size
        usages = bench.publish_by_turns([repository], kind, bench.options.repeat)[name]
        points.append((size, median(usage.seconds for usage in usages)))
    bench.discard(repository)
    return points
