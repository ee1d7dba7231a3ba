"""nginx as a careful operator sets it up for static files: the opponent in serving."""
import http.client
import os
import socket
import time
from pathlib import Path

from harness.errors import BenchError
from harness.processes import Children

CONFIGURATION = """\
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_processes auto;
worker_rlimit_nofile 16384;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    tcp_nodelay on;
    keepalive_timeout 3600;
    keepalive_requests 1000000000;
    open_file_cache max=1000 inactive=3600s;
    open_file_cache_valid 3600s;
    default_type text/plain;
    client_body_temp_path {folder}/temporary;
    proxy_temp_path {folder}/temporary;
    fastcgi_temp_path {folder}/temporary;
    uwsgi_temp_path {folder}/temporary;
    scgi_temp_path {folder}/temporary;
    server {{
        listen 127.0.0.1:{port};
        listen 127.0.0.1:{tls_port} ssl;
        ssl_certificate {certificate};
        ssl_certificate_key {private_key};
        ssl_protocols TLSv1.3;
        ssl_conf_command Ciphersuites {cipher};
        ssl_session_cache shared:ssl:10m;
        root {folder}/www;
    }}
}}
"""


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [listening.getsockname()[1] for listening in sockets]
    for listening in sockets:
        listening.close()
    return ports


class Nginx:
    """Serves what `add` puts below its root. `cipher` is the TLS 1.3 suite that it is to use."""
    name = "nginx"

    def __init__(self, folder: Path, children: Children, tls: tuple[Path, Path], cipher: str):
        self._folder, self._children = folder, children
        (folder / "www").mkdir(parents=True)
        (folder / "temporary").mkdir()
        port, tls_port = free_ports(2)
        (folder / "nginx.conf").write_text(CONFIGURATION.format(
            user="user root;" if os.geteuid() == 0 else "", folder=folder, port=port, tls_port=tls_port,
            certificate=tls[0], private_key=tls[1], cipher=cipher))
        self.address, self.tls_address = f"http://127.0.0.1:{port}", f"https://127.0.0.1:{tls_port}"
        self.process = children.start(["nginx", "-e", folder / "error.log", "-c", folder / "nginx.conf"])
        self._wait_until_it_answers(port)

    def add(self, name: str, content: bytes, modified: float | None = None) -> Path:
        path = self._folder / "www" / name
        path.write_bytes(content)
        if modified is not None:
            os.utime(path, (modified, modified))
        return path

    def stop(self) -> None:
        self._children.stop(self.process)

    def _wait_until_it_answers(self, port: int) -> None:
        for _ in range(100):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            try:
                connection.request("GET", "/")
                connection.getresponse().read()
                return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
            finally:
                connection.close()
        raise BenchError(f"nginx does not start:\n{(self._folder / 'error.log').read_text()}")
