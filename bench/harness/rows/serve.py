"""Serving beside nginx: the same bytes under the same load, by turns, and compared before anything counts."""
import time
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

from harness.bench import Bench
from harness.corpus import Package
from harness.deb_writer import deb_with
from harness.errors import expect
from harness.http_client import answer
from harness.load import wrk
from harness.results import SLIPWAY, Figure, Result, Target
from harness.stanzas import made_up
from harness.subjects.slipway import UPLOADS
from harness.tls import cipher_of
from harness.verify import apt_index_url

INRELEASE = "/bench/deb/dists/dev/InRelease"
PACKAGE_SIZE = 9_000_000


@dataclass
class Duel:
    """One request, answered by both. `path` is Slipway's; nginx has the same bytes under `name`."""
    row: str
    what: str
    path: str
    name: str
    target: Target
    by_bytes: bool = False
    tls: bool = False
    headers: dict[str, str] = field(default_factory=dict)


def fight(bench: Bench, duel: Duel) -> Result:
    addresses = {SLIPWAY: (bench.slipway.tls_address if duel.tls else bench.slipway.address) + duel.path}
    _, content, date = answer(addresses[SLIPWAY], {})
    if bench.installed("nginx"):
        bench.nginx.add(duel.name, content, parsedate_to_datetime(date).timestamp() if date else None)
        addresses["nginx"] = f"{bench.nginx.tls_address if duel.tls else bench.nginx.address}/{duel.name}"
    expected = (304, b"") if duel.headers else (200, content)
    check_answers(duel, addresses, expected)
    samples: dict[str, list[float]] = {name: [] for name in addresses}
    for turn in range(bench.options.repeat if bench.installed("wrk") else 0):
        for name, address in addresses.items():
            bench.progress.say(f"{duel.what} from {name}, round {turn + 1}")
            load = wrk(bench.children, address, bench.options.load_seconds, duel.headers)
            samples[name].append(load.bytes_per_second if duel.by_bytes else load.requests_per_second)
    check_answers(duel, addresses, expected)
    without = "" if bench.installed("wrk") else "wrk is not installed"
    figures = [Figure(name, of_name, remark=without) for name, of_name in samples.items()] + bench.missing("nginx")
    figures[0].details["bytes_of_the_body"] = len(expected[1])
    return Result(duel.row, duel.what, "bytes/s" if duel.by_bytes else "requests/s", figures, [duel.target],
                  more_is_better=True, verified=True)


def check_answers(duel: Duel, addresses: dict[str, str], expected: tuple[int, bytes]) -> None:
    for name, address in addresses.items():
        is_right = answer(address, duel.headers)[:2] == expected
        expect(is_right, f"{name} does not answer {expected[0]} with the right bytes")


def beats_nginx(ratio: float, full_size_only: bool = False) -> Target:
    return Target(f"≥ {ratio:g} × nginx", peer="nginx", ratio=ratio, full_size_only=full_size_only)


def size_text(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{size / 1e3:.1f} kB"


def packages_xz_path(bench: Bench) -> str:
    bench.loaded(SLIPWAY, "deb")
    url, _ = apt_index_url(bench.slipway.fetch_below("/bench/deb"), bench.slipway.keyring, "dev", ".xz", by_hash=True)
    return f"/bench/deb/{url}"


def inrelease(bench: Bench) -> list[Result]:
    bench.loaded(SLIPWAY, "deb")
    size = size_text(len(bench.slipway.client.get(INRELEASE)))
    return [fight(bench, Duel("serve-inrelease", f"serve InRelease ({size}), 32 connections", INRELEASE, "InRelease",
                              beats_nginx(1.25)))]


def not_modified(bench: Bench) -> list[Result]:
    """In a channel of its own: its InRelease has few generations, so its date comes soon."""
    repository = bench.loaded(SLIPWAY, "deb")
    repository.promote("dated")
    path = INRELEASE.replace("/dev/", "/dated/")
    date = date_of(bench.slipway.address + path)
    return [fight(bench, Duel("serve-304", "If-Modified-Since InRelease, answered 304", path, "InRelease-304",
                              beats_nginx(1.25), headers={"If-Modified-Since": date}))]


def date_of(url: str) -> str:
    """Last-Modified, which Slipway sends when no later generation can have the same second."""
    deadline = time.monotonic() + 30
    while not (date := answer(url, {})[2]):
        expect(time.monotonic() < deadline, f"{url} has had no Last-Modified for 30 s")
        time.sleep(0.2)
    return date


def packages_xz(bench: Bench) -> list[Result]:
    path = packages_xz_path(bench)
    size = size_text(len(bench.slipway.client.get(path)))
    return [fight(bench, Duel("serve-xz", f"serve Packages.xz ({size}, of many extents)", path, "Packages.xz",
                              beats_nginx(0.9, full_size_only=True), by_bytes=True))]


def package_file(bench: Bench) -> list[Result]:
    size = PACKAGE_SIZE // 100 if bench.options.quick else PACKAGE_SIZE
    content = deb_with(made_up("of-some-size"), bytes(range(250)) * (size // 250))
    repository = bench.loaded(SLIPWAY, "deb")
    _, said = bench.slipway.client.upload(UPLOADS, content, "application/octet-stream")
    repository.count += 1
    repository.check(Package(bench.scratch, "of-some-size", "1.0"))
    path = said["packages"][0]["path"]
    expect(bench.slipway.client.get(path) == content, "the package is not served as it was uploaded")
    what = f"serve a package ({size_text(len(content))}, one extent)"
    return [fight(bench, Duel("serve-file", what, path, "package.deb", beats_nginx(1, full_size_only=True),
                              by_bytes=True))]


def tls(bench: Bench) -> list[Result]:
    path = packages_xz_path(bench)
    cipher = cipher_of(bench.slipway.tls_address)
    if bench.installed("nginx"):
        expect(cipher_of(bench.nginx.tls_address) == cipher, "nginx and Slipway do not use the same cipher")
    size = size_text(len(bench.slipway.client.get(path)))
    small = Duel("serve-tls", f"InRelease over TLS 1.3, {cipher}", INRELEASE, "InRelease-tls", beats_nginx(1), tls=True)
    large = Duel("serve-tls", f"Packages.xz ({size}) over TLS 1.3", path, "Packages-tls.xz",
                 beats_nginx(1, full_size_only=True), by_bytes=True, tls=True)
    return [fight(bench, small), fight(bench, large)]
