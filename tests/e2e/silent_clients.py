"""silent_clients.py URL PATH COUNT: COUNT connections ask for PATH and never read the answer. Says when the last one's
answer has begun to arrive, then waits to be ended."""
import socket
import ssl
import sys
import time
from urllib.parse import urlsplit

url, path, count = urlsplit(sys.argv[1]), sys.argv[2], int(sys.argv[3])
context = ssl._create_unverified_context() if url.scheme == "https" else None
connections = []
for _ in range(count):
    connection = socket.create_connection((url.hostname, url.port))
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    wrapped = context.wrap_socket(connection) if context else connection
    wrapped.sendall(f"GET {path} HTTP/1.1\r\nHost: {url.netloc}\r\n\r\n".encode())
    connections.append(wrapped)
for connection in connections:
    raw = socket.socket(fileno=connection.fileno())
    while not raw.recv(1, socket.MSG_PEEK):
        time.sleep(0.01)
    raw.detach()
print(f"waiting for {count} clients to be ended", flush=True)
time.sleep(3600)
