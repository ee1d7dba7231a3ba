"""Whether a client of small files notices that large ones are read from the disk at the same time."""
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from harness.bench import Bench
from harness.deb_writer import deb_with
from harness.errors import expect
from harness.load import latencies_while, make_cold, percentile
from harness.results import SLIPWAY, Figure, Result, Target
from harness.rows.serve import INRELEASE
from harness.stanzas import made_up
from harness.subjects.slipway import UPLOADS

FILES = 4
SIZE, QUICK_SIZE = 128 << 20, 1 << 20


@dataclass(frozen=True)
class Side:
    """One server: its address, the URL paths and the places on disk of the large files, the path of the small one."""
    address: str
    paths: list[str]
    stored: list[Path]
    small: str


def cold(bench: Bench) -> list[Result]:
    """All large files leave the page cache and are downloaded at once, by a client each. Until the last is there
    another client asks for InRelease, again and again."""
    size = QUICK_SIZE if bench.options.quick else SIZE
    sides = both_sides(bench, size)
    body = bench.slipway.client.get(INRELEASE)
    if "nginx" in sides:
        bench.nginx.add("InRelease-cold", body)
    samples: dict[str, list[float]] = {name: [] for name in sides}
    for turn in range(bench.options.repeat):
        for name, side in sides.items():
            bench.progress.say(f"{FILES} cold files from {name}, round {turn + 1}")
            samples[name].append(percentile(one_round(bench, side, len(body)), 0.99))
    figures = [Figure(name, of_name) for name, of_name in samples.items()] + bench.missing("nginx")
    what = f"99th percentile of InRelease while {FILES} cold files of {size >> 20} MiB are read"
    target = Target("≤ nginx", peer="nginx", ratio=1, full_size_only=True)
    return [Result("serve-cold", what, "s", figures, [target], verified=True)]


def both_sides(bench: Bench, size: int) -> dict[str, Side]:
    """The same files in both."""
    repository = bench.loaded(SLIPWAY, "deb")
    sides = {SLIPWAY: Side(bench.slipway.address, [], [], INRELEASE)}
    if bench.installed("nginx"):
        sides["nginx"] = Side(bench.nginx.address, [], [], "/InRelease-cold")
    for number in range(FILES):
        content = deb_with(made_up(f"cold{number}"), os.urandom(size))
        _, said = bench.slipway.client.upload(UPLOADS, content, "application/octet-stream")
        repository.count += 1
        path, digest = said["packages"][0]["path"], said["packages"][0]["sha256"]
        sides[SLIPWAY].paths.append(path)
        sides[SLIPWAY].stored.append(bench.slipway.data / "blobs/sha256" / digest[:2] / digest)
        if "nginx" in sides:
            sides["nginx"].paths.append(f"/cold{number}.deb")
            sides["nginx"].stored.append(bench.nginx.add(f"cold{number}.deb", content))
    return sides


def one_round(bench: Bench, side: Side, small_size: int) -> list[float]:
    for path in side.stored:
        make_cold(path)
    curl = ["curl", "--fail", "-sS", "-o", "/dev/null", "-w", "%{size_download}"]
    downloads = [bench.children.start([*curl, side.address + path], stdout=subprocess.PIPE) for path in side.paths]
    def busy() -> bool:
        return any(child.poll() is None for child in downloads)
    found = latencies_while(busy, side.address, side.small, small_size)
    for child, stored in zip(downloads, side.stored):
        size = child.stdout.read()
        expect(bench.children.stop(child) == 0, f"the download of {stored.name} failed")
        expect(int(size) == stored.stat().st_size, f"the download of {stored.name} is not whole")
    return found
