#!/bin/sh
# A pin keeps a revision under a name, under which its snapshot is served as long as the pin stands.
. "$(dirname "$0")/lib.sh"

start_server
administer() { SLIPWAY_TOKEN=$admin_token slipway "$@"; }
expect_success push "$(make_deb hello 1.0)"
expect_success administer pins create main/dev release-1
expect_output "release-1 keeps revision 2 of dev"
expect_success administer pins create main/dev release-1
expect_success push "$(make_deb hello 2.0)"
expect_success administer pins create main/dev release-2 --revision 3 --json
expect_equal 3 "$(json '["revision"]' <"$work/output")" "revision"
expect_exit 73 administer pins create main/dev release-1
expect_exit 66 administer pins create main/dev release-3 --revision 99
expect_exit 65 administer pins create main/dev r12
expect_exit 77 slipway pins create main/dev release-3

expect_success slipway pins list main
expect_output release-1
expect_success slipway revisions main/dev release-1
expect_output "$url/main/deb/snapshots/r2/dev.sources"
expect_success slipway revisions main/dev r2 --json
expect_equal "$url/main/deb/snapshots/r2" "$(json '["snapshots"][0]["url"]' <"$work/output")" "where apt finds it"
expect_success slipway diff main/dev --from release-1 --to release-2
expect_output "1 upgraded"
expect_exit 66 slipway diff main/dev --from release-9
use_apt
curl --fail -sS -o "$apt_root/etc/apt/sources.list.d/slipway.sources" "$url/main/deb/snapshots/release-1/dev.sources"
expect_success apt_update
expect_equal 1.0 "$(apt_candidate hello)" "candidate by the set-up file of a pin"
expect_success administer rollback main/dev release-1
expect_output "main/dev is now at revision 4"

expect_success slipway pins list main --json
expect_equal 2 "$(json '["pins"].__len__()' <"$work/output")" "pins"
expect_success administer pins delete main release-1
expect_exit 66 administer pins delete main release-1
expect_success slipway pins list main
expect_no_output release-1
