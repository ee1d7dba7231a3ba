"""The daemon of the hostile suite, and what it answers, read byte by byte: the suite sends what no client would."""
import json
import socket
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from daemon_process import FreshDaemon  # noqa: E402


class Daemon(FreshDaemon):
    def connect(self, timeout=10):
        return socket.create_connection(self.address, timeout)

    def healthz_seconds(self):
        """How long an answer of /healthz takes, on a connection of its own; None when it is not 200 within 10 s."""
        began = time.monotonic()
        try:
            with self.connect() as connection:
                connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                answer = b""
                while part := connection.recv(4096):
                    answer += part
        except OSError:
            return None
        return time.monotonic() - began if answer.startswith(b"HTTP/1.1 200") else None

    def api(self, method, path, body=b"", token=None, fields=()):
        """Status and body of one request of the API, sent as it is given."""
        head = [f"{method} {path} HTTP/1.1", "Host: a", "Connection: close", f"Content-Length: {len(body)}",
                f"Authorization: Bearer {token or self.admin}", *fields]
        with self.connect(60) as connection:
            try:
                connection.sendall("\r\n".join(head).encode() + b"\r\n\r\n" + body)
            except OSError:
                pass  # refused before all was sent: the answer says why
            answers = read_answers(connection)
        return (answers[0].status, answers[0].body) if answers else (0, b"")


class Answer:
    def __init__(self, status, fields, body):
        self.status, self.fields, self.body = status, fields, body

    def code(self):
        try:
            return json.loads(self.body)["code"]
        except (ValueError, KeyError, TypeError):
            return None


def read_answers(connection, head_only=False, silence=None):
    """All answers until the server closes, or says nothing more for `silence` seconds; ValueError for what is none."""
    received = b""
    try:
        while part := connection.recv(65536):
            received += part
            if silence:
                connection.settimeout(silence)
    except OSError:
        pass  # a reset, or silence: what came counts
    answers = []
    while received:
        head, separator, rest = received.partition(b"\r\n\r\n")
        if not separator:
            raise ValueError(f"half a head: {received[:200]!r}")
        lines = head.split(b"\r\n")
        if not lines[0].startswith(b"HTTP/1.1 "):
            raise ValueError(f"no status line: {lines[0][:200]!r}")
        status = int(lines[0].split()[1])
        fields = {}
        for line in lines[1:]:
            name, colon, value = line.partition(b": ")
            if not colon or b" " in name:
                raise ValueError(f"no field: {line[:200]!r}")
            fields[name.decode().lower()] = value.decode()
        length = 0 if head_only or status in (204, 304) or status < 200 else int(fields["content-length"])
        if len(rest) < length:
            raise ValueError("a body shorter than declared")
        answers.append(Answer(status, fields, rest[:length]))
        received = rest[length:]
    return answers
