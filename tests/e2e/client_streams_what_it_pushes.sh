#!/bin/sh
# Half a gigabyte is pushed, alone and in a form, by a client that never has more than 64 MiB of memory; what the server
# refuses by its head is not sent at all.
. "$(dirname "$0")/lib.sh"

start_server
make_large_deb first 1.0 300000000 "$work/first_1.0_all.deb"
make_large_deb second 1.0 200000000 "$work/second_1.0_all.deb"

# in_little_memory COMMAND...: runs it and prints its largest resident size in KiB.
cat >"$work/in_little_memory.py" <<'PYTHON'
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=sys.stderr)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
PYTHON
in_little_memory() { HOME=$work SLIPWAY_URL=$url SLIPWAY_TOKEN=$upload_token python3 "$work/in_little_memory.py" "$@"; }

peak=$(in_little_memory "$SLIPWAY" push "$work/first_1.0_all.deb" --to main/dev)
[ "$peak" -lt 65536 ] || fail "one file took $peak KiB"
peak=$(in_little_memory "$SLIPWAY" push "$work/first_1.0_all.deb" "$work/second_1.0_all.deb" --to main/dev)
[ "$peak" -lt 65536 ] || fail "a form took $peak KiB"
expect_success slipway list main/dev
expect_output "$(sha256sum "$work/second_1.0_all.deb" | cut -d ' ' -f 1)"

# What is refused by its head alone is not sent.
python3 -u -c '
import socket
listener = socket.create_server(("127.0.0.1", 0))
print(f"listening on http://127.0.0.1:{listener.getsockname()[1]}")
connection, _ = listener.accept()
head = b""
while b"\r\n\r\n" not in head:
    head += connection.recv(65536)
body = len(head.split(b"\r\n\r\n", 1)[1])
connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
while received := connection.recv(65536):
    body += len(received)
print(f"received {body}")' >"$work/refusing.out" &
refusing_pid=$!
client_url=$(wait_for_line "$work/refusing.out" "listening on " $refusing_pid)
expect_exit 66 push "$work/second_1.0_all.deb"
wait $refusing_pid
expect_equal 0 "$(wait_for_line "$work/refusing.out" "received " $$)" "bytes sent of a refused body"
