"""Load on a server: wrk for rates, a loop of single requests for latencies."""
import json
import os
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from harness.errors import WrongResult, expect
from harness.processes import Children

SCRIPT = Path(__file__).with_name("wrk_done.lua")
THREADS, CONNECTIONS = 2, 32
FEWEST = 100


@dataclass(frozen=True)
class Load:
    requests_per_second: float
    bytes_per_second: float


def wrk(children: Children, url: str, seconds: int, headers: dict[str, str] | None = None) -> Load:
    """As many requests as possible over kept-open connections; a single error or status above 399 is a WrongResult."""
    asked = [word for name, value in (headers or {}).items() for word in ("-H", f"{name}: {value}")]
    output = children.output(["wrk", f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", SCRIPT, *asked, url])
    line = next((line for line in output.splitlines() if line.startswith("JSON ")), None)
    if line is None:
        raise WrongResult(f"wrk says nothing of {url}:\n{output}")
    counted = json.loads(line.removeprefix("JSON "))
    expect(counted["errors"] == 0, f"{counted['errors']} requests for {url} failed:\n{output}")
    duration = counted["microseconds"] / 1e6
    return Load(counted["requests"] / duration, counted["bytes"] / duration)


def latencies_while(busy: Callable[[], bool], address: str, path: str, size: int) -> list[float]:
    """Seconds of each of the GETs that run one after the other on one connection, as long as `busy` says, and of so
    many that a percentile has a meaning."""
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    found = []
    host, _, port = address.removeprefix("http://").rpartition(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while busy() or len(found) < FEWEST:
            begun = time.perf_counter()
            connection.sendall(request)
            read_answer(connection, size)
            found.append(time.perf_counter() - begun)
            time.sleep(0.001)
    return found


def read_answer(connection: socket.socket, size: int) -> None:
    """One whole answer with a body of that size."""
    received = b""
    while True:
        portion = connection.recv(1 << 16)
        expect(bool(portion), "the server closed the connection")
        received += portion
        head, end, body = received.partition(b"\r\n\r\n")
        if end and len(body) >= size:
            expect(head.startswith(b"HTTP/1.1 200"), f"answered {head[:100]!r}")
            return


def percentile(samples: list[float], share: float) -> float:
    """The smallest sample that is not less than that share of all of them."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, max(0, -int(-share * len(ordered) // 1) - 1))]


def make_cold(path: Path) -> None:
    """No page of the file is in memory afterwards."""
    with open(path, "rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
