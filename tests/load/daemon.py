"""A daemon of its own for each attack, and the few requests that the suite needs of a client."""
import json
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from daemon_process import FreshDaemon, form_of  # noqa: E402


class Daemon(FreshDaemon):
    def wal_bytes(self) -> int:
        log = self.data / "slipway.db-wal"
        return log.stat().st_size if log.exists() else 0

    def call(self, method: str, path: str, body=None, token: str | None = None, timeout: float = 120) -> tuple[int, bytes]:
        fields = {"Authorization": f"Bearer {token}"} if token else {}
        return self.request(method, path, body, fields, timeout)

    def must(self, method: str, path: str, body=None) -> dict:
        status, answer = self.call(method, path, body, self.admin)
        if status >= 300:
            raise RuntimeError(f"{method} {path}: {status} {answer[:300]!r}")
        return json.loads(answer) if answer else {}

    def token(self, name: str, scope: str) -> str:
        return self.must("POST", "/api/v1/tokens", {"name": name, "scopes": [scope]})["secret"]

    def make_repository(self, name: str) -> None:
        self.must("PUT", f"/api/v1/repositories/{name}",
                  {"distros": [{"name": "deb", "format": "deb"}, {"name": "rpm", "format": "rpm"}],
                   "channels": [{"name": "dev", "immutable_versions": False}]})

    def upload(self, repository: str, name: str, content: bytes, token: str, timeout: float = 120) -> tuple[int, bytes]:
        return self.call("PUT", f"/api/v1/repositories/{repository}/channels/dev/packages/{name}", content, token, timeout)

    def upload_batch(self, repository: str, files: dict[str, bytes], token: str, timeout: float = 600) -> tuple[int, bytes]:
        body, fields = form_of(files.items())
        return self.request("POST", f"/api/v1/repositories/{repository}/channels/dev/packages", body,
                            {"Authorization": f"Bearer {token}", **fields}, timeout)


class Probe:
    """Watches what others see of an attack: asks for health on a connection of its own each time, uploads with a token of
    its own, and reads how much memory the daemon holds."""

    def __init__(self, daemon: Daemon, debs, uploads: bool = True):
        self._daemon, self._debs, self._uploads = daemon, debs, uploads
        self._over = threading.Event()
        self.health: list[float] = []
        self.foreign: list[float] = []
        self.failures: list[str] = []
        self.most_rss = self.most_wal = 0
        self.cores = 0.0  # that the daemon used, on average
        self._token = daemon.token("somebody else", "upload:calm") if uploads else ""

    def __enter__(self) -> "Probe":
        watchers = [self._watch_health, self._watch_memory] + [self._watch_uploads] * self._uploads
        self._threads = [threading.Thread(target=watcher, daemon=True) for watcher in watchers]
        for thread in self._threads:
            thread.start()
        self._began, self._cpu_before = time.monotonic(), self._daemon.cpu_seconds()
        return self

    def __exit__(self, *_) -> None:
        if self._daemon.is_alive():
            self.cores = (self._daemon.cpu_seconds() - self._cpu_before) / (time.monotonic() - self._began)
        self._over.set()
        for thread in self._threads:
            thread.join(180)

    def _timed(self, into: list[float], what: str, expected: set[int], ask) -> None:
        began = time.monotonic()
        try:
            status = ask()
        except OSError as error:
            self.failures.append(f"{what}: {error or type(error).__name__}")
            into.append(time.monotonic() - began)
            return
        into.append(time.monotonic() - began)
        if status not in expected:
            self.failures.append(f"{what}: {status}")

    def _watch_health(self) -> None:
        while not self._over.wait(0.05):
            self._timed(self.health, "health", {200}, lambda: self._daemon.call("GET", "/healthz", timeout=150)[0])

    def _watch_uploads(self) -> None:
        number = 0
        while not self._over.wait(0.1):
            number += 1
            deb = self._debs.deb(f"calm{number}")
            self._timed(self.foreign, "foreign upload", {201}, lambda: self._daemon.upload(
                "calm", f"calm{number}_1.0_all.deb", deb, self._token, timeout=150)[0])

    def _watch_memory(self) -> None:
        while not self._over.wait(0.02):
            self.most_rss = max(self.most_rss, self._daemon.resident_bytes())
            self.most_wal = max(self.most_wal, self._daemon.wal_bytes())


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else float("nan")
