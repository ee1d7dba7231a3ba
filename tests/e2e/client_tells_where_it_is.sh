#!/bin/sh
# Who am I, how is the server, what has happened: and a token that was kept is forgotten when it is told so.
. "$(dirname "$0")/lib.sh"

start_server
expect_success push "$(make_deb hello 1.0)"
expect_success slipway whoami --token-file "$data/upload-token"
expect_output "upload:main"
expect_output "$url"
expect_exit 77 slipway whoami
expect_exit 77 slipway whoami --token slw_wrong

expect_success slipway status
expect_output "main/dev"
expect_success slipway status main --json
expect_equal True "$(json '["ready"]' <"$work/output")" "ready"
expect_equal 1 "$(json '["repositories"][0]["channels"][0]["package_count"]' <"$work/output")" "packages"
expect_exit 66 slipway status nowhere

administer() { SLIPWAY_TOKEN=$admin_token slipway "$@"; }
expect_success administer events main
expect_output "packages=hello 1.0 (all)"
expect_success administer events --after 1 --limit 1 --json
expect_equal 2 "$(json '["events"][0]["number"]' <"$work/output")" "number"
expect_exit 77 slipway events
SLIPWAY_TOKEN=$admin_token HOME=$work/home "$SLIPWAY" events main --follow --server "$url" >"$work/followed" 2>&1 &
helper_pids="$helper_pids $!"
sleep 1
expect_success push "$(make_deb hello 2.0)"
until_true grep -qF "hello 2.0" "$work/followed" || fail "the event was not told: $(cat "$work/followed")"
if grep -qF "hello 1.0" "$work/followed"; then fail "what was before was told"; fi

config=$work/home/.config/slipway/config.toml
expect_success env HOME="$work/home" "$SLIPWAY" login "$url" --token-file "$data/upload-token"
expect_exit 66 env HOME="$work/home" "$SLIPWAY" logout https://other.example.com
expect_success env HOME="$work/home" "$SLIPWAY" logout "$url"
expect_output "the server still accepts it"
expect_no_output "$upload_token"
if grep -qF token "$config"; then fail "the token is still in the file"; fi
expect_equal 600 "$(stat -c %a "$config")" "mode"
expect_success env HOME="$work/home" "$SLIPWAY" logout
expect_output "no token is stored"

expect_exit 64 slipway lsit main/dev
expect_output "did you mean 'list'?"
expect_exit 64 slipway list main/dev --nmae hello
expect_output "did you mean '--name'?"
