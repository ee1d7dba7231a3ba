#!/bin/sh
# With Expect: 100-continue what can be refused by its head alone is refused before a byte of sixty megabytes is sent;
# without it the answer arrives all the same.
. "$(dirname "$0")/lib.sh"

start_server
large=$work/large_1.0_all.deb
make_large_deb large 1.0 60000000 "$large"
# refused STATUS PATH [CURL_ARGUMENT...]: the answer has that status, and nothing of the body was sent.
refused() {
    status=$1 path=$2
    shift 2
    expect_equal "$status 0" "$(curl -sS -o "$work/output" -w '%{http_code} %{size_upload}' -T "$large" "$@" \
        -H 'Expect: 100-continue' --expect100-timeout 30 "$url/api/v1/repositories/$path" 2>"$work/curl.log")" \
        "status and bytes sent to $path"
}
with_token="Authorization: Bearer $upload_token"

refused 401 main/channels/dev/packages/
refused 401 main/channels/dev/packages/ -H 'Authorization: Bearer slw_wrong'
refused 403 other/channels/dev/packages/ -H "$with_token"
refused 404 main/channels/nowhere/packages/ -H "$with_token"
refused 404 'main/channels/dev/packages/large_1.0_all.deb?distro=nowhere' -H "$with_token"
refused 422 main/channels/dev/packages/large.dsc -H "$with_token"
expect_output unsupported-format
refused 422 'main/channels/dev/packages/large_1.0_all.deb?distro=rpm' -H "$with_token"
expect_output wrong-format

make_large_deb large 1.0 1000 "$work/small.deb"
expect_success curl --fail-with-body -sS -H "$with_token" -T "$work/small.deb" \
    "$url/api/v1/repositories/main/channels/staging/packages/large_1.0_all.deb"
refused 409 main/channels/staging/packages/ -H "$with_token" -H "X-Checksum-Sha256: $(sha256sum "$large" | cut -d ' ' -f 1)"
expect_output package-exists

# a client that reads nothing before its last byte is out
expect_success python3 - "${listen##*:}" "$large" <<'PYTHON'
import http.client, sys
connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]))
with open(sys.argv[2], "rb") as file:
    connection.request("PUT", "/api/v1/repositories/main/channels/dev/packages/large_1.0_all.deb", file.read())
print(connection.getresponse().status)
PYTHON
expect_output 401
expect_success incoming_is_empty
