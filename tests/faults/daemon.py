"""A daemon with a data directory of its own: started, asked, traced, killed, and started again."""
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "bench"), str(ROOT / "tests/support")]

from daemon_process import DaemonProcess, DidNotStart, form_of  # noqa: E402
from harness.deb_writer import deb  # noqa: E402
from harness.rpm_writer import rpm  # noqa: E402
from harness.stanzas import parse  # noqa: E402

UNANSWERED = (OSError, http.client.HTTPException)
EXIT_UNKNOWN_OUTCOME = 74


class Deviation(Exception):
    """Something that must not be: the run goes on with the next case, and fails at its end."""


def expect(holds, complaint: str) -> None:
    if not holds:
        raise Deviation(complaint)


@dataclass
class Answer:
    """Of a request: `status` is 0 when the connection broke before the whole answer was there."""
    status: int
    body: bytes = b""

    @property
    def acknowledged(self) -> bool:
        return 200 <= self.status < 300

    @property
    def refused(self) -> bool:
        return self.status >= 400

    def json(self):
        return json.loads(self.body)


def binary() -> str:
    return os.environ.get("SLIPWAYD") or str(ROOT / "build/release/bin/slipwayd")


def stanza(name: str, version: str):
    return parse(f"Package: {name}\nVersion: {version}\nArchitecture: all\n"
                 f"Maintainer: Tests <tests@example.com>\nDescription: {name}\n")


def make_deb(name: str, version: str = "1.0") -> tuple[str, bytes]:
    return f"{name}_{version}_all.deb", deb(stanza(name, version))


def make_rpm(name: str, version: str = "1.0") -> tuple[str, bytes]:
    return rpm(stanza(name, version))


def command_of(pid: int) -> str:
    """"" of a process that has ended, also while nobody has waited for it."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def kill_if_there(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass  # it has ended meanwhile, as the keeper of gpg's homes does with its daemon


def traced_by(tracer: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            if f"TracerPid:\t{tracer}\n" in status.read_text():
                found.append(int(status.parent.name))
        except OSError:
            pass  # it has ended
    return found


class Daemon(DaemonProcess):
    """Its log is of JSON lines; `work` holds what tracers write, too."""

    def __init__(self):
        work = Path(tempfile.mkdtemp(prefix="slipway-faults."))
        (work / "tmp").mkdir()
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SLIPWAY_")}
        super().__init__(binary(), work, environment | {"SLIPWAY_LOG_FORMAT": "json", "SLIPWAY_DATA": str(work / "data"),
                                                        "TMPDIR": str(work / "tmp")})
        self.strace: subprocess.Popen | None = None
        self.traced: int | None = None  # the daemon, where `process` is a tracer that started it

    # --- life ---------------------------------------------------------------------------------------------------------

    def start(self, tracer: list[str] = ()) -> None:
        try:
            super().start(tracer=tracer, own_session=True)
        except DidNotStart as failure:
            raise Deviation(str(failure)) from failure
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        self.traced = int(children[0]) if tracer else None

    def last_lines(self) -> str:
        return "\n".join(self.log().splitlines()[-5:])

    def end(self, number: int) -> int:
        """Sends the signal to the daemon, and waits; its exit code, negative for a signal. Programs it had running
        end with it, as they would with its machine or its service."""
        self.detach()
        if self.process is None:
            return 0
        if self.process.poll() is None:
            os.kill(self.traced or self.process.pid, number)
        if self.traced:
            self._end_tracer()
        code = self.process.wait(timeout=120)
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process = None
        return code

    def _end_tracer(self) -> None:
        """The tracer ends with the last process that it traces: the daemon, and the gpg-agents that it has left behind."""
        deadline = time.monotonic() + 60
        while self.process.poll() is None and time.monotonic() < deadline:
            for pid in traced_by(self.process.pid):
                if "slipwayd" not in command_of(pid):
                    kill_if_there(pid)
            time.sleep(0.05)
        self.traced = None

    def wait_for_end(self, seconds: float = 2) -> None:
        """Of a daemon that broke a connection, and may be about to end."""
        try:
            self.process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            pass  # it is still there

    def kill(self) -> int:
        return self.end(signal.SIGKILL)

    def stop(self) -> int:
        return self.end(signal.SIGTERM)

    def restart(self) -> None:
        self.kill()
        self.start()

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self.work, ignore_errors=True)

    def command(self, *arguments: str, tracer: list[str] = ()) -> subprocess.CompletedProcess:
        """One of the daemon's own commands; what it writes to standard error goes to the log, too."""
        run = subprocess.run([*tracer, self.binary, *arguments], env=self.environment, capture_output=True,
                             text=True, errors="replace", timeout=300)
        with open(self.log_path, "a", encoding="utf-8") as log:
            log.write(run.stderr)
        return run

    # --- requests -----------------------------------------------------------------------------------------------------

    def ask(self, method: str, path: str, body=None, headers=None, timeout: float = 300) -> Answer:
        headers = {"Authorization": f"Bearer {self.admin}", **(headers or {})}
        try:
            return Answer(*self.request(method, path, body, headers, timeout))
        except UNANSWERED:
            return Answer(0)

    def api(self, method: str, path: str, body=None) -> Answer:
        return self.ask(method, "/api/v1" + path, body)

    def upload(self, channel: str, package: tuple[str, bytes]) -> Answer:
        name, content = package
        return self.api("PUT", f"/repositories/main/channels/{channel}/packages/{name}", content)

    def upload_form(self, channel: str, packages: list[tuple[str, bytes]]) -> Answer:
        return self.ask("POST", f"/api/v1/repositories/main/channels/{channel}/packages", *form_of(packages))

    # --- faults -------------------------------------------------------------------------------------------------------

    def attach(self, *options: str) -> None:
        """strace on every thread of the daemon, with these options; its report is in `work/strace`."""
        report = self.work / "strace"
        report.unlink(missing_ok=True)
        self.strace = subprocess.Popen(["strace", "-f", "-qq", "-o", str(report), *options, "-p", str(self.process.pid)],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while not self._all_traced():
            expect(self.strace.poll() is None and self.is_alive(), "strace could not be attached")
            expect(time.monotonic() < deadline, "strace was not attached after twenty seconds")
            time.sleep(0.01)

    def _all_traced(self) -> bool:
        try:
            tasks = list(Path(f"/proc/{self.process.pid}/task").iterdir())
            return all("TracerPid:\t0\n" not in (task / "status").read_text() for task in tasks)
        except FileNotFoundError:
            return False

    def detach(self) -> str:
        """Ends the tracer; its report."""
        if self.strace is not None:
            self.strace.send_signal(signal.SIGINT)
            try:
                self.strace.wait(timeout=20)
            except subprocess.TimeoutExpired:  # seldom, on a busy machine: it waits for a thread that ended meanwhile
                self.strace.kill()
                self.strace.wait()
            self.strace = None
        report = self.work / "strace"
        return report.read_text(errors="replace") if report.exists() else ""
