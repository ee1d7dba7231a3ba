"""One package of two gigabytes."""
from harness.bench import Bench
from harness.corpus import Package
from harness.deb_writer import write_hollow_deb
from harness.processes import reset_peak, status_bytes
from harness.results import SLIPWAY, Figure, Result, Target
from harness.stanzas import made_up
from harness.subjects.slipway import UPLOADS

SIZE, QUICK_SIZE = 2 << 30, 64 << 20
HASHING = "sha256sum"


def upload(bench: Bench) -> list[Result]:
    """The rate is held against sha256sum of the same file in the same run. A small package goes first, so that what
    every daemon needs for its first upload is not taken for growth."""
    size = QUICK_SIZE if bench.options.quick else SIZE
    rates: dict[str, list[float]] = {SLIPWAY: [], HASHING: []}
    grown = []
    for turn in range(bench.options.repeat):
        repository = bench.fresh(SLIPWAY, "deb")
        daemon = repository.daemon
        repository.take_in(bench.more("deb", 1))
        package = large_package(bench, size, turn)
        bench.progress.say(f"uploading {size >> 20:,} MiB, round {turn + 1}")
        rates[HASHING].append(size / bench.children.run(["sha256sum", package.path]).seconds)
        reset_peak(daemon.pid)
        before = status_bytes(daemon.pid, "VmRSS")
        seconds, _ = daemon.client.upload_file(UPLOADS, package.path)
        grown.append(status_bytes(daemon.pid, "VmHWM") - before)
        rates[SLIPWAY].append(size / seconds)
        repository.count += 1
        repository.check(package)
        daemon.remove()
        package.path.unlink()
    what = f"upload one package of {size / (1 << 30):.3g} GiB"
    figures = [Figure(name, samples) for name, samples in rates.items()]
    return [Result("upload-2g", f"{what}, rate", "bytes/s", figures,
                   [Target("≥ 80 % of sha256sum", peer=HASHING, ratio=0.8, full_size_only=True)],
                   more_is_better=True, verified=True),
            Result("upload-2g", f"{what}, growth of memory", "bytes", [Figure(SLIPWAY, grown)],
                   [Target("< 16 MB", limit=16e6)], verified=True)]


def large_package(bench: Bench, size: int, turn: int) -> Package:
    stanza = made_up(f"large{turn}")
    path = bench.scratch / f"large{turn}_1.0_all.deb"
    write_hollow_deb(stanza, size, path)
    return Package(path, stanza.name, stanza.version)
