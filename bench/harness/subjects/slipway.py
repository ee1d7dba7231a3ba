"""Slipway: a daemon of its own on a free port of loopback, with one repository `bench`.

The repository has one architecture per format, as the peers' repositories have, so that all do the same work."""
import json
import shutil
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Callable

from harness.corpus import Package
from harness.errors import BenchError, expect
from harness.http_client import Client, form
from harness.processes import Children, Usage, cpu_seconds, reset_peak, status_bytes, written_bytes
from harness.results import SLIPWAY
from harness.verify import check_apt, check_rpm_signature, check_yum

API = "/api/v1/repositories/bench"
UPLOADS = f"{API}/channels/dev/packages"
REPOSITORY = {
    "sign_packages": False,
    "distros": [{"name": "deb", "format": "deb", "architectures": ["amd64"]},
                {"name": "rpm", "format": "rpm", "architectures": ["x86_64"]}],
    "channels": [{"name": "dev", "immutable_versions": False}]}

COUNTERS = ("slipway_publi", "slipway_segment", "slipway_index", "slipway_blocks")
RENDERING = ("slipway_index_blocks_rendered_total", "slipway_segment_bytes_written_total")

CONNECTIONS = 8
BATCH = 8_000


class Slipway:
    """A running daemon. `ready_after`: seconds from its start to the first 200 of /readyz."""

    def __init__(self, program: Path, folder: Path, children: Children, tls: tuple[Path, Path] | None = None):
        self.program, self.folder, self._children = program, folder, children
        self.data = folder / "data"
        self._tls = tls
        self.tls_address = ""
        folder.mkdir(parents=True)
        self.token = ""
        self.start()
        self.administer("PUT", API, REPOSITORY)
        scopes = ["upload:bench", "promote:bench"]
        self.token = self.administer("POST", "/api/v1/tokens", {"name": "bench", "scopes": scopes})["secret"]
        self.client = Client(self.address, self.token)
        self.refresh_keyring()

    def start(self) -> float:
        command = [self.program, "serve", "--data", self.data, "--listen", "127.0.0.1:0"]
        if self._tls:
            settings = self.folder / "slipway.toml"
            settings.write_text(f'[tls]\ncertificate = "{self._tls[0]}"\nprivate_key = "{self._tls[1]}"\n')
            command += ["--listen", "https://127.0.0.1:0", "--config", settings]
        begun = time.perf_counter()
        self.process = self._children.start(command, stdout=subprocess.PIPE)
        self.address = self._next_address("http://")
        self.client = Client(self.address, self.token)
        while self.client.request("GET", "/readyz")[0] != 200:
            time.sleep(0.001)
        self.ready_after = time.perf_counter() - begun
        if self._tls:
            self.tls_address = self._next_address("https://")
        return self.ready_after

    def stop(self) -> None:
        self.client.close()
        self._children.stop(self.process)

    @property
    def pid(self) -> int:
        return self.process.pid

    def administer(self, method: str, path: str, document: dict[str, Any]) -> Any:
        """A call that needs the administrator's token; uploads have a token of their own."""
        admin = Client(self.address, (self.data / "admin-token").read_text().strip())
        try:
            return admin.json(method, path, document)
        finally:
            admin.close()

    def counters(self) -> dict[str, float]:
        """What /metrics says of publications and of what they store."""
        lines = (line.rpartition(" ") for line in self.client.get("/metrics").decode().splitlines())
        return {name: float(value) for name, _, value in lines if name.startswith(COUNTERS) and "bucket" not in name}

    def revision(self, channel: str = "dev") -> int:
        return json.loads(self.client.get(f"{API}/channels/{channel}"))["revision"]

    def remove(self) -> None:
        """Stops the daemon and gives its disk space back."""
        self.stop()
        shutil.rmtree(self.folder)

    def refresh_keyring(self) -> None:
        """The public keys as the server gives them to clients: for gpgv, and for rpm."""
        self.keyring, self.rpm_key = self.folder / "keys.gpg", self.folder / "rpm-keys.asc"
        for path in (self.keyring, self.rpm_key):
            path.write_bytes(self.client.get(f"/bench/{path.name}"))

    def measured(self, work: Callable[[], float]) -> Usage:
        """What `work` costs the daemon; `work` returns the seconds."""
        reset_peak(self.pid)
        written, cpu = written_bytes(self.pid), cpu_seconds(self.pid)
        seconds = work()
        return Usage(seconds, written_bytes(self.pid) - written, status_bytes(self.pid, "VmHWM"),
                     cpu_seconds(self.pid) - cpu)

    def take_in(self, packages: list[Package]) -> Usage:
        """Several connections, each sending forms of many files. The time ends with the last 201: then all is durable,
        published and served."""
        size = min(BATCH, -(-len(packages) // CONNECTIONS))
        batches = [packages[start:start + size] for start in range(0, len(packages), size)]
        here = threading.local()

        def send(batch: list[Package]) -> None:
            here.client = getattr(here, "client", None) or Client(self.address, self.token)
            here.client.upload_as_told(UPLOADS, *form([package.path for package in batch]))

        def work() -> float:
            begun = time.perf_counter()
            pool = ThreadPoolExecutor(CONNECTIONS)
            try:
                for done in [pool.submit(send, batch) for batch in batches]:
                    done.result()
            finally:
                pool.shutdown(cancel_futures=True)
            return time.perf_counter() - begun
        return self.measured(work)

    def publish(self, package: Package) -> Usage:
        body = package.path.read_bytes()
        return self.measured(lambda: self.client.upload(UPLOADS, body, "application/octet-stream")[0])

    def change_content(self, channel: str, path: str, request: dict[str, Any]) -> tuple[Usage, Any]:
        """A promotion or a rollback, and its answer. What is written later of the same publication counts, too, its time
        does not. One that renders anything is a WrongResult: what it brings is there already."""
        answer: dict[str, Any] = {}

        def work() -> float:
            begun = time.perf_counter()
            answer.update(self.client.json("POST", f"{API}/{path}", request))
            seconds = time.perf_counter() - begun
            self.client.get(f"/bench/deb/dists/{channel}/Release.gpg")
            return seconds
        before = self.counters()
        usage = self.measured(work)
        after = self.counters()
        for name in RENDERING:
            expect(after[name] == before[name], f"{path} changed {name} from {before[name]:.0f} to {after[name]:.0f}")
        return usage, answer

    def fetch_below(self, root: str):
        return lambda path: self.client.get(f"{root}/{path}")

    def _next_address(self, scheme: str) -> str:
        prefix = f"listening on {scheme}"
        for line in self.process.stdout:
            if line.decode().startswith(prefix):
                return scheme + line.decode().removeprefix(prefix).strip()
        raise BenchError(f"slipwayd did not start:\n{self._children.tail()}")


class SlipwayFormat:
    """One format of a daemon's repository, with the verbs of every subject."""
    name = SLIPWAY

    def __init__(self, daemon: Slipway):
        self.daemon = daemon
        self.count = 0

    def take_in(self, packages: list[Package]) -> Usage:
        usage = self.daemon.take_in(packages)
        self.count += len(packages)
        return usage

    def publish(self, package: Package) -> Usage:
        usage = self.daemon.publish(package)
        self.count += 1
        return usage


class SlipwayDebs(SlipwayFormat):
    def __init__(self, daemon: Slipway):
        super().__init__(daemon)
        self._revisions: dict[str, int] = {}  # of each channel, the one before its last promotion

    def promote(self, channel: str) -> Usage:
        """A channel that is not there is made first, empty, which is not counted."""
        if channel not in self._revisions:
            self.daemon.administer("PUT", f"{API}/channels/{channel}", {})
        usage, answer = self.daemon.change_content(channel, "promotions", {"from": "dev", "to": channel})
        self._revisions[channel] = answer["previous_revision"]
        return usage

    def roll_back(self, channel: str) -> Usage:
        """To what it had before the last promotion."""
        request = {"revision": self._revisions[channel]}
        return self.daemon.change_content(channel, f"channels/{channel}/rollback", request)[0]

    def check(self, package: Package) -> None:
        self.check_channel("dev", package, self.count)

    def check_channel(self, channel: str, package: Package, count: int) -> str:
        fetch = self.daemon.fetch_below("/bench/deb")
        return check_apt(fetch, self.daemon.keyring, channel, package, count, by_hash=True)


class SlipwayRpms(SlipwayFormat):
    """`signs`: whether packages that come now are signed themselves, too. Those that are there stay as they are."""
    signs = False

    def sign(self, on: bool) -> None:
        self.daemon.administer("PATCH", API, {"sign_packages": on})
        self.signs = on

    def check(self, package: Package) -> None:
        fetch = self.daemon.fetch_below("/bench/rpm/dev/x86_64")
        content = check_yum(fetch, self.daemon.keyring, package, self.count)
        if self.signs:
            check_rpm_signature(content, self.daemon.rpm_key)
