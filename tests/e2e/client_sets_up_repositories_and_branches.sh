#!/bin/sh
# A repository is made by hand, with a channel for every branch that a build pushes to; apt installs from such a one.
. "$(dirname "$0")/lib.sh"

start_server
administer() { SLIPWAY_TOKEN=$admin_token slipway "$@"; }

expect_success administer repositories set tools --description "Our tools" --distro bookworm=deb --distro el9=rpm
expect_output bookworm
expect_exit 64 administer repositories set tools --distro bookworm
expect_success administer channels set tools/dev --immutable-versions off
expect_success administer repositories set tools --retain-revisions 100 --retain-days 30
expect_success slipway repositories show tools --json
expect_equal 100 "$(json '["retention"]["revisions"]' <"$work/output")" "retained revisions"
expect_success administer repositories set tools --retain-days 0
expect_output "Retained revisions:"
expect_no_output "Retained days:"
expect_exit 77 slipway repositories set tools --description "somebody else's"
expect_success slipway repositories list
expect_output "Our tools"

expect_success administer repositories set main --ephemeral 'branch-*' --ephemeral-base dev --ephemeral-ttl 3d
expect_output "branch-* for 3d"
expect_success push_to branch-login "$(make_deb hello 1.0)"
expect_success slipway channels show main/branch-login
expect_output "expires 20"
use_apt
apt_source branch-login
expect_success apt_update
expect_success apt_install hello
expect_success administer repositories set main --no-ephemeral
expect_exit 66 push_to branch-logout "$(make_deb hello 1.0)"

expect_exit 73 administer repositories delete main
expect_success administer repositories delete tools
expect_success administer repositories delete main --force --yes
expect_success slipway repositories list
expect_output "no repositories"
