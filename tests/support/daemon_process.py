"""A daemon as the suites in python run it: on a free port of the loopback, with a directory of its own, watched, and
ended by its process id."""
import http.client
import json
import os
import re
import subprocess
import tempfile
import time
from pathlib import Path


class DidNotStart(Exception):
    """With what the daemon said last."""


class DaemonProcess:
    """`work` holds the data directory, the log of all starts and what the daemon writes to standard output."""

    def __init__(self, binary, work, environment):
        self.binary, self.work, self.environment = binary, Path(work), environment
        self.data, self.log_path = self.work / "data", self.work / "log"
        self.process = None

    def start(self, *arguments, tracer=(), own_session=False):
        output = self.work / "stdout"
        command = [*tracer, self.binary, "serve", "--data", str(self.data), "--listen", "127.0.0.1:0", *arguments]
        with open(output, "wb") as out, open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(command, stdout=out, stderr=log, env=self.environment, start_new_session=own_session)
        deadline = time.monotonic() + 120
        while not (found := re.search(r"listening on http://(\S+):(\d+)\n", output.read_text())):
            if not self.is_alive():
                raise DidNotStart(f"the daemon did not start: exit {self.process.poll()}, {self.log()[-2000:]}")
            if time.monotonic() > deadline:
                self.process.kill()  # nobody else would end it
                self.process.wait()
                raise DidNotStart("the daemon was not there after two minutes")
            time.sleep(0.02)
        self.address = (found[1], int(found[2]))
        self.admin = (self.data / "admin-token").read_text().strip()

    def log(self):
        return self.log_path.read_text(errors="replace")

    def is_alive(self):
        return self.process is not None and self.process.poll() is None

    def resident_bytes(self):
        """0 of a daemon that has ended."""
        try:
            pages = Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]
        except (OSError, IndexError):
            return 0
        return int(pages) * os.sysconf("SC_PAGESIZE")

    def cpu_seconds(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def request(self, method, path, body=None, fields=None, timeout=120):
        """Status and body of the answer to one request on a connection of its own; what is no text or bytes is sent as
        JSON."""
        fields = dict(fields or {})
        if isinstance(body, (dict, list)):
            body, fields["Content-Type"] = json.dumps(body).encode(), "application/json"
        connection = http.client.HTTPConnection(*self.address, timeout=timeout)
        try:
            connection.request(method, path, body, fields)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


class FreshDaemon(DaemonProcess):
    """Serves a fresh directory while the `with` lasts; `config` is the text of a slipway.toml, `settings` are variables
    of the environment."""

    def __init__(self, binary, config="", settings=None):
        self._directory = tempfile.TemporaryDirectory(prefix="slipway-suite.")
        super().__init__(binary, self._directory.name, {**os.environ, **(settings or {})})
        self._config = config

    def __enter__(self):
        arguments = []
        if self._config:
            (self.work / "slipway.toml").write_text(self._config)
            arguments = ["--config", str(self.work / "slipway.toml")]
        self.start(*arguments)
        self.upload_token = (self.data / "upload-token").read_text().strip()
        self.first_resident_bytes = self.resident_bytes()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.last_log = self.log()  # with what it said while it ended
        self._directory.cleanup()


def form_of(packages):
    """Body and fields of a request that uploads these packages, each a name and its bytes, as a batch."""
    mark = "slipway-form-mark"
    parts = [f'--{mark}\r\nContent-Disposition: form-data; name="package"; filename="{name}"\r\n'
             "Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n" for name, content in packages]
    return b"".join(parts) + f"--{mark}--\r\n".encode(), {"Content-Type": f"multipart/form-data; boundary={mark}"}
