"""Many rpms that must be signed, each side with an RSA-3072 key."""
from harness.bench import Bench
from harness.results import SLIPWAY, Figure, Result, Target

PACKAGES, QUICK_PACKAGES = 2_000, 50


def sign_rpms(bench: Bench) -> list[Result]:
    packages = bench.corpora.packages("rpm")[:QUICK_PACKAGES if bench.options.quick else PACKAGES]
    seconds: dict[str, list[float]] = {name: [] for name in bench.subjects("rpm")}
    for turn in range(bench.options.repeat):
        for name, samples in seconds.items():
            bench.progress.say(f"{name} signs {len(packages):,} rpms, round {turn + 1}")
            repository = bench.fresh(name, "rpm")
            if name == SLIPWAY:
                repository.sign(True)
                samples.append(repository.take_in(packages).seconds)
            else:
                samples.append(repository.sign_and_take_in(packages).seconds)
            repository.check(packages[-1])
            bench.discard(repository)
    figures = [Figure(name, samples) for name, samples in seconds.items()] + bench.missing("createrepo_c")
    return [Result("sign-rpms", f"sign and take in {len(packages):,} rpms", "s", figures,
                   [Target("faster than rpmsign + createrepo_c", peer="createrepo_c", ratio=1)], verified=True)]
