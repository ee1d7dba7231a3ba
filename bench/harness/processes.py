"""Child processes: what they cost, and that none outlives the run."""
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Sequence

from harness.errors import BenchError


@dataclass
class Usage:
    """What one piece of work cost. `written` counts bytes of pages made dirty on block devices, as the kernel accounts
    them to a process and the children it waited for; on a tmpfs it is 0."""
    seconds: float = 0.0
    written: int = 0
    peak_rss: int = 0
    cpu_seconds: float = 0.0

    def __add__(self, other: "Usage") -> "Usage":
        """One after the other."""
        return Usage(self.seconds + other.seconds, self.written + other.written, max(self.peak_rss, other.peak_rss),
                     self.cpu_seconds + other.cpu_seconds)


class Children:
    """Starts processes and remembers them by their id until they have ended. Each is the leader of a session of its
    own, so that Ctrl-C reaches this program alone, which then ends them in order."""

    def __init__(self, log: Path):
        self.log = log
        self._alive: list[subprocess.Popen] = []

    def start(self, command: Sequence[str | Path], *, stdout: int | IO | None = None,
              env: dict[str, str] | None = None) -> subprocess.Popen:
        """Its standard output goes to the log unless told otherwise, errors always."""
        environment = {**os.environ, "LC_ALL": "C", **(env or {})}
        with open(self.log, "ab") as log:
            try:
                child = subprocess.Popen(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=stdout or log,
                                         stderr=log, env=environment, start_new_session=True)
            except OSError as error:
                raise BenchError(f"{command[0]} does not start: {error.strerror}") from error
        self._alive.append(child)
        return child

    def run(self, command: Sequence[str | Path], **how) -> Usage:
        """Runs to the end. A program that fails ends the benchmark; its output is in the log."""
        begun = time.perf_counter()
        child = self.start(command, **how)
        _, status, resources = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        self._alive.remove(child)
        if child.returncode != 0:
            spelled = " ".join(map(str, command))[:300]
            raise BenchError(f"failed with status {child.returncode}: {spelled}\n{self.tail()}")
        return Usage(seconds, resources.ru_oublock * 512, resources.ru_maxrss * 1024,
                     resources.ru_utime + resources.ru_stime)

    def output(self, command: Sequence[str | Path], **how) -> str:
        """What the program prints on standard output."""
        with open(self.log.with_suffix(".out"), "w+b") as file:
            self.run(command, stdout=file, **how)
            file.seek(0)
            return file.read().decode(errors="replace")

    def stop(self, child: subprocess.Popen, patience: float = 60) -> int:
        """SIGTERM, then SIGKILL for one that does not end."""
        if child.poll() is None:
            child.terminate()
            try:
                child.wait(patience)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
        status = child.wait()
        if child in self._alive:
            self._alive.remove(child)
        if child.stdout is not None:
            child.stdout.close()
        return status

    def stop_all(self) -> None:
        for child in reversed(list(self._alive)):
            self.stop(child, patience=10)

    def tail(self, lines: int = 15) -> str:
        """The end of the log, for a complaint."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def status_bytes(pid: int, field: str) -> int:
    """A size of /proc/PID/status: VmRSS (now), VmHWM (the most since the last reset_peak)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) * 1024
    raise BenchError(f"/proc/{pid}/status has no {field}")


def reset_peak(pid: int) -> None:
    """Lets VmHWM begin again at the present size."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def written_bytes(pid: int) -> int:
    for line in Path(f"/proc/{pid}/io").read_text().splitlines():
        if line.startswith("write_bytes:"):
            return int(line.split()[1])
    raise BenchError(f"/proc/{pid}/io has no write_bytes")


def cpu_seconds(pid: int) -> float:
    """User and system time of the process, its living children not included."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
