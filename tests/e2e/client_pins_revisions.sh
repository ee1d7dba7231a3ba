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
expect_success slipway pins list main --json
expect_equal 2 "$(json '["pins"].__len__()' <"$work/output")" "pins"
expect_success administer pins delete main release-1
expect_exit 66 administer pins delete main release-1
expect_success slipway pins list main
expect_no_output release-1
