"""One certificate for all servers, and which cipher a server chooses."""
import socket
import ssl
from pathlib import Path

from harness.errors import expect
from harness.processes import Children


def make_certificate(folder: Path, children: Children) -> tuple[Path, Path]:
    certificate, private_key = folder / "tls.crt", folder / "tls.key"
    children.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                  "-days", "30", "-subj", "/CN=localhost", "-keyout", private_key, "-out", certificate])
    return certificate, private_key


def trusting() -> ssl.SSLContext:
    """For servers of our own: whoever answers is right."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def cipher_of(address: str) -> str:
    """The suite that the server at https://HOST:PORT agrees on with OpenSSL's default client, over TLS 1.3."""
    host, _, port = address.removeprefix("https://").rpartition(":")
    with socket.create_connection((host, int(port))) as plain, trusting().wrap_socket(plain) as connection:
        name, protocol, _ = connection.cipher()
    expect(protocol == "TLSv1.3", f"{address} speaks {protocol}")
    return name
