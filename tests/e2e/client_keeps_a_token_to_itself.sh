#!/bin/sh
# 'slipway login' tries a token and keeps it where nobody else can read it; it is sent to its own server and to no other,
# and neither redirects nor remarks give it away.
. "$(dirname "$0")/lib.sh"

start_server
config=$work/home/.config/slipway/config.toml
login() { env HOME="$work/home" "$SLIPWAY" login "$url/" "$@"; }
expect_exit 77 sh -c 'echo slw_wrong | env HOME="$1" "$2" login "$3"' sh "$work/home" "$SLIPWAY" "$url"
[ ! -e "$config" ] || fail "a wrong token was kept"

umask 022
expect_success login --token-file "$data/upload-token"
expect_output "this is the token 'upload' (upload:main)"
expect_no_output "$upload_token"
expect_success api GET /events
expect_no_output access.refuse
expect_equal 600 "$(stat -c %a "$config")" "mode"
expect_success env HOME="$work/home" "$SLIPWAY" push "$(make_deb hello 1.0)" --to main/dev
expect_success sh -c 'env HOME="$1" "$2" login "$3" <"$4"' sh "$work/home" "$SLIPWAY" "$url" "$data/admin-token"
expect_success env HOME="$work/home" "$SLIPWAY" tokens list

# the same address under another name is another server, and one that redirects is not followed
expect_exit 77 env HOME="$work/home" "$SLIPWAY" tokens list --server "http://localhost:${url##*:}"
python3 -u -c '
import http.server, sys
class Redirect(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(302)
        self.send_header("Location", sys.argv[1] + self.path)
        self.send_header("Content-Length", "0")
        self.end_headers()
server = http.server.HTTPServer(("127.0.0.1", 0), Redirect)
print(f"listening on http://127.0.0.1:{server.server_port}")
server.serve_forever()' "$url" >"$work/redirect.out" 2>/dev/null &
helper_pids="$helper_pids $!"
redirect=$(wait_for_line "$work/redirect.out" "listening on " $!)
expect_exit 78 env HOME="$work/home" "$SLIPWAY" tokens list --server "$redirect" --token "$admin_token"
expect_output "redirects to $url/api/v1/tokens"
expect_no_output "$admin_token"

chmod 640 "$config"
expect_exit 78 env HOME="$work/home" "$SLIPWAY" tokens list
expect_output "chmod 600"
