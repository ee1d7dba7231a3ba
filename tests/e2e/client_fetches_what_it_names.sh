#!/bin/sh
# 'slipway download' brings the bytes the server has, whole and verified or not at all; names and the beginning of a
# digest mean the same package.
. "$(dirname "$0")/lib.sh"

start_server
deb=$(make_deb hello 1.0 amd64)
make_large_deb large 1.0 3000000 "$work/packages/large_1.0_all.deb"
expect_success push "$deb" "$(make_deb hello 1.0 arm64)" "$work/packages/large_1.0_all.deb"
digest=$(sha256sum "$deb" | cut -d ' ' -f 1)
into=$work/fetched

expect_success slipway download main/dev hello -d "$into"
expect_output "$into/hello_1.0_amd64.deb"
expect_output "$into/hello_1.0_arm64.deb"
expect_success cmp "$deb" "$into/hello_1.0_amd64.deb"
expect_success slipway download main/dev hello=1.0:amd64 -d "$into"
expect_output "is already there"
expect_success slipway download main/dev "$digest" -o "$work/by-digest.deb"
expect_success cmp "$deb" "$work/by-digest.deb"
slipway download main/dev "$(echo "$digest" | cut -c 1-12)" -o - >"$work/by-prefix.deb"
expect_success cmp "$deb" "$work/by-prefix.deb"
expect_success slipway download main/dev hello=1.0:arm64 --dry-run
expect_output "$url/main/deb/pool/main/h/hello/"
expect_output "hello_1.0_arm64.deb"
expect_exit 64 slipway download main/dev hello -o "$work/one.deb"
expect_output "hello=1.0:arm64 (deb)"
expect_success push "$(make_deb hello 2.0 amd64)"
expect_exit 64 slipway download main/dev hello -d "$into"
expect_output "hello=2.0:amd64 (deb)"
expect_exit 66 slipway download main/dev hello=3.0 -d "$into"
expect_exit 66 slipway download main/dev missing -d "$into"

# an interrupted download is continued; what is there must be right
large=$(sha256sum "$work/packages/large_1.0_all.deb" | cut -c 1-16)
head -c 2000000 "$work/packages/large_1.0_all.deb" >"$into/large_1.0_all.deb.$large.part"
expect_success slipway download main/dev large -d "$into"
expect_success cmp "$work/packages/large_1.0_all.deb" "$into/large_1.0_all.deb"
rm "$into/large_1.0_all.deb"
head -c 2000000 /dev/zero >"$into/large_1.0_all.deb.$large.part"
expect_success slipway download main/dev large -d "$into"
expect_success cmp "$work/packages/large_1.0_all.deb" "$into/large_1.0_all.deb"
expect_equal "" "$(find "$into" -name '*.part')" "left behind"

# a name after promotion: the same package, in one architecture
SLIPWAY_TOKEN=$admin_token expect_success slipway promote main/dev staging --package hello=1.0:amd64
expect_success slipway list main/staging
expect_output "$digest"
expect_no_output arm64

# the published URL may be another server's, which redirects: it gets no token, nor does who it names
python3 -u -c '
import http.server, sys
class Cache(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        print("asked with token" if "Authorization" in self.headers else "asked without token")
        self.send_response(302)
        self.send_header("Location", sys.argv[1] + self.path)
        self.send_header("Content-Length", "0")
        self.end_headers()
    def log_message(self, *arguments):
        pass
server = http.server.HTTPServer(("127.0.0.1", 0), Cache)
print(f"listening on http://127.0.0.1:{server.server_port}")
server.serve_forever()' "$url" >"$work/cache.out" 2>&1 &
helper_pids="$helper_pids $!"
cache=$(wait_for_line "$work/cache.out" "listening on " $!)
stop_server
start_server --public-url "$cache"
expect_success slipway download main/dev hello=1.0:amd64 -o "$work/redirected.deb" --token "$upload_token"
expect_success cmp "$deb" "$work/redirected.deb"
cp "$work/cache.out" "$work/output"
expect_output "asked without token"
expect_no_output "asked with token"
