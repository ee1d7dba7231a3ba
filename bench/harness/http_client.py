"""The HTTP that the harness speaks: one connection, kept open, and uploads whose bytes are ready before time runs."""
import http.client
import json
import socket
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from harness.errors import BenchError, expect
from harness.tls import trusting

BOUNDARY = "slipway-bench-9d1f0c7a54"
IDLE_LIMIT = 30
ATTEMPTS = 100


class Client:
    """To one server, by one thread."""

    def __init__(self, address: str, token: str = ""):
        host, _, port = address.removeprefix("http://").rpartition(":")
        self._connection = http.client.HTTPConnection(host, int(port), timeout=600)
        self._used = 0.0
        self.retry_after: float | None = None  # seconds, as the last answer said
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def connect(self) -> None:
        """Anew where the server may have closed a connection that was idle meanwhile."""
        if time.monotonic() - self._used > IDLE_LIMIT:
            self._connection.close()
        self._used = time.monotonic()
        if self._connection.sock is None:
            self._connection.connect()
            self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def request(self, method: str, path: str, body: bytes | None = None,
                headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        self.connect()
        self._connection.request(method, path, body, {**self._headers, **(headers or {})})
        answer = self._connection.getresponse()
        body = answer.read()
        self._used = time.monotonic()
        seconds = answer.getheader("Retry-After")
        self.retry_after = float(seconds) if seconds else None
        return answer.status, body

    def get(self, path: str) -> bytes:
        status, body = self.request("GET", path)
        expect(status == 200, f"GET {path}: {status} {body[:200]!r}")
        return body

    def json(self, method: str, path: str, document: Any) -> Any:
        """A call of the API that must succeed."""
        body = json.dumps(document).encode()
        status, body = self.request(method, path, body, {"Content-Type": "application/json"})
        if status not in (200, 201):
            raise BenchError(f"{method} {path}: {status} {body.decode(errors='replace')}")
        return json.loads(body)

    def upload(self, path: str, body: bytes, content_type: str) -> tuple[float, dict[str, Any]]:
        """Seconds from the first byte of the request to the end of its 201, and what that says."""
        self.connect()
        begun = time.perf_counter()
        status, answer = self.request("POST", path, body, {"Content-Type": content_type})
        seconds = time.perf_counter() - begun
        expect(status == 201, f"upload: {status} {answer.decode(errors='replace')[:1000]}")
        return seconds, json.loads(answer)

    def upload_as_told(self, path: str, body: bytes, content_type: str) -> None:
        """As clients do: a server that has no room says when to come again."""
        for _ in range(ATTEMPTS):
            self.connect()
            status, answer = self.request("POST", path, body, {"Content-Type": content_type})
            if status != 503 or self.retry_after is None:
                break
            time.sleep(self.retry_after)
        expect(status == 201, f"upload: {status} {answer.decode(errors='replace')[:1000]}")

    def upload_file(self, path: str, file: Path) -> tuple[float, dict[str, Any]]:
        """The same for a file that is too large for memory."""
        self.connect()
        head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {file.stat().st_size}\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in self._headers.items())
        with open(file, "rb") as source:
            begun = time.perf_counter()
            self._connection.sock.sendall(head.encode() + b"Content-Type: application/octet-stream\r\n\r\n")
            self._connection.sock.sendfile(source)
            answer = http.client.HTTPResponse(self._connection.sock, method="POST")
            answer.begin()
            body = answer.read()
            seconds = time.perf_counter() - begun
        self._used = time.monotonic()
        expect(answer.status == 201, f"upload: {answer.status} {body.decode(errors='replace')[:1000]}")
        return seconds, json.loads(body)

    def close(self) -> None:
        self._connection.close()


def form(files: list[Path]) -> tuple[bytes, str]:
    """A multipart body of these files and its Content-Type."""
    parts = []
    for file in files:
        head = (f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="package"; filename="{file.name}"\r\n'
                "Content-Type: application/octet-stream\r\n\r\n")
        parts += [head.encode(), file.read_bytes(), b"\r\n"]
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()]), f"multipart/form-data; boundary={BOUNDARY}"


def answer(url: str, headers: dict[str, str]) -> tuple[int, bytes, str | None]:
    """One GET over a connection of its own: status, body, Last-Modified."""
    handlers = urllib.request.HTTPSHandler(context=trusting()), urllib.request.ProxyHandler({})
    opener = urllib.request.build_opener(*handlers)
    try:
        response = opener.open(urllib.request.Request(url, headers=headers), timeout=60)
    except urllib.error.HTTPError as error:
        response = error
    with response:
        return response.status, response.read(), response.headers["Last-Modified"]
