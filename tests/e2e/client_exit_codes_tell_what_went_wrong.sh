#!/bin/sh
# A script can tell by the exit code alone what to do about a failure; with --json it also gets the server's problem.
. "$(dirname "$0")/lib.sh"

start_server
deb=$(make_deb hello 1.0)
echo "no package" >"$work/broken.deb"
expect_exit 64 slipway push "$deb"
expect_exit 64 push "$work"
expect_exit 66 push "$work/missing.deb"
expect_exit 65 push "$work/broken.deb"
expect_output "invalid-package: broken.deb: "
expect_exit 65 push "$deb" "$work/broken.deb"
expect_output "invalid-package: broken.deb: "
expect_equal 1 "$(grep -c broken.deb "$work/output")" "lines that name the bad file"
expect_exit 66 push_to nowhere "$deb"
expect_exit 66 slipway show main 0000
expect_exit 77 slipway push "$deb" --to main/dev
expect_output "slipway login"
expect_exit 77 slipway push "$deb" --to main/dev --token slw_wrong
expect_exit 77 slipway tokens list --token-file "$data/upload-token"
expect_output admin
expect_exit 78 env HOME=/nonexistent "$SLIPWAY" list main/dev
expect_exit 78 slipway list --config "$work/missing.toml"
expect_exit 69 slipway list --server "http://127.0.0.1:$(free_port)" --retries 1
expect_output "trying again in"

expect_success push_to staging "$deb"
sleep 1.1 # packages built within one second could be equal
other=$(make_deb hello 1.0)
expect_exit 73 push_to staging "$other"
expect_output package-exists
slipway push "$other" --to main/staging --token-file "$data/upload-token" --json >"$work/problem" 2>/dev/null || :
expect_equal package-exists "$(json '["code"]' <"$work/problem")" "problem"

expect_success slipway list main/staging
[ ! -e /dev/full ] || expect_exit 74 sh -c 'HOME=/nonexistent "$1" list main/staging --server "$2" >/dev/full' sh "$SLIPWAY" "$url"
