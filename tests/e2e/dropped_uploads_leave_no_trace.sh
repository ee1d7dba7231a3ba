#!/bin/sh
# A connection lost before the last byte, with a length or in chunks, changes nothing and leaves nothing behind.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_deb hello 1.0)"
before=$(revision)
make_large_deb large 1.0 20000000 "$work/large_1.0_all.deb"
target=/api/v1/repositories/main/channels/dev/packages/large_1.0_all.deb

for framing in 'Content-Length: 20000000' 'Transfer-Encoding: chunked'; do
    python3 - "${listen##*:}" "$upload_token" "$target" "$framing" "$work/large_1.0_all.deb" <<'PYTHON'
import socket, sys
port, token, target, framing, path = sys.argv[1:]
with socket.create_connection(("127.0.0.1", int(port))) as connection, open(path, "rb") as file:
    connection.sendall(f"PUT {target} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer {token}\r\n{framing}\r\n\r\n".encode())
    for _ in range(100):
        piece = file.read(100_000)
        connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece) if "chunked" in framing else piece)
PYTHON
done

until_true incoming_is_empty || fail "left in incoming: $(find "$data/blobs/incoming" -type f)"
expect_equal "$before" "$(revision)" "revision"
expect_equal 1 "$(stored_blobs)" "blobs"
expect_success "$SLIPWAYD" fsck --data "$data"
expect_output clean
expect_success upload "$work/large_1.0_all.deb"
expect_equal $((before + 1)) "$(revision)" "revision after the retry"
