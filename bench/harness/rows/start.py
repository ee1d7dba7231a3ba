"""From the start of the process to the first 200 of /readyz."""
from harness.bench import Bench
from harness.results import SLIPWAY, Figure, Result, Target


def start(bench: Bench) -> list[Result]:
    repository = bench.loaded(SLIPWAY, "deb")
    seconds = []
    for turn in range(max(3, bench.options.repeat)):
        bench.progress.say(f"starting, round {turn + 1}")
        bench.slipway.stop()
        seconds.append(bench.slipway.start())
    for package in bench.more("deb", 1):
        repository.publish(package)
        repository.check(package)
    what = f"start with {bench.packages:,} packages until readyz"
    return [Result("start", what, "s", [Figure(SLIPWAY, seconds)], [Target("≤ 300 ms", limit=0.3)], verified=True)]
