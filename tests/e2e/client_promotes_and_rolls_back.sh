#!/bin/sh
# The release engineer's day: look, promote all or one package of deb and rpm together, pin, roll back; with guards
# against lost races and lost packages.
. "$(dirname "$0")/lib.sh"

start_server
administer() { SLIPWAY_TOKEN=$admin_token slipway "$@"; }
expect_success push "$(make_deb hello 1.0)" "$(make_rpm hello 1.0)" "$(make_deb other 1.0)"
expect_success administer channels set main/stable --protected on

expect_success administer promote main/dev stable --dry-run
expect_output "main/stable would change: 3 added"
expect_output "to promote exactly this: --expect-revision 1 --expect-from-revision "
expect_equal 1 "$(revision stable)" "revision after the dry run"
expect_success administer promote main/dev stable --package hello --reason "release 1"
expect_output "main/stable is now at revision 2: 2 added, 0 removed"
expect_success administer promote main/dev main/stable --expect-revision 2
expect_output "main/stable is now at revision 3: 1 added"
expect_success administer promote main/dev stable
expect_output "nothing changes: main/stable stays at revision 3"
expect_success slipway diff main/dev stable --exit-code
expect_exit 73 administer promote main/dev stable --expect-revision 2
expect_exit 73 administer promote main/staging stable --forbid-removals
expect_exit 64 administer promote main/staging stable </dev/null
expect_output "removes all 3 packages from main/stable and adds none"
expect_exit 64 administer rollback main/stable 1 </dev/null
expect_output "pass --yes"
expect_exit 66 administer promote main/dev stable --package nothing
expect_exit 77 slipway promote main/dev stable --token-file "$data/upload-token"

use_apt
apt_source stable
expect_success apt_update
expect_success apt_install hello

expect_success push "$(make_deb hello 2.0)" "$(make_rpm hello 2.0)"
expect_exit 64 administer promote main/dev stable --package hello
expect_output "hello=2.0"
expect_success administer promote main/dev stable
expect_output "0 added, 0 removed, 2 upgraded, 0 downgraded"
expect_success apt_update
expect_equal 2.0 "$(apt_candidate hello)" "candidate after the promotion"

expect_success administer rollback main/stable 3 --reason "hello 2.0 does not start" --expect-revision 4
expect_output "main/stable is now at revision 5: 0 added, 0 removed, 0 upgraded, 2 downgraded"
expect_success apt_update
expect_equal 1.0 "$(apt_candidate hello)" "candidate after the rollback"
expect_success slipway revisions main/stable
expect_output "hello 2.0 does not start"
expect_exit 66 administer rollback main/stable 99

# A version that is taken by other bytes stands in the way, and a dry run says so.
sleep 1.1 # packages built within one second could be equal
expect_success push "$(make_deb hello 2.0)"
expect_exit 73 administer promote main/dev stable --dry-run
expect_output "conflict: hello 2.0"
expect_exit 73 administer promote main/dev stable
expect_output "409 package-exists: hello 2.0 (all) was published"
