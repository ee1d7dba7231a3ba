#!/bin/sh
# Whoever promotes sees first what that would change, and what has changed: by people's eyes, by JSON, by exit code. The
# policies of a channel are set beforehand.
. "$(dirname "$0")/lib.sh"

start_server
administer() { SLIPWAY_TOKEN=$admin_token slipway "$@"; }
expect_exit 0 slipway diff main/dev staging --exit-code
expect_success push "$(make_deb hello 1.0)" "$(make_rpm hello 1.0)"
expect_success push "$(make_deb hello 2.0)"

expect_success slipway diff main/dev staging
expect_output "2 added, 0 removed, 0 upgraded, 0 downgraded"
expect_output "1.0 2.0"
expect_exit 1 slipway diff main/dev main/staging --exit-code --limit 1
expect_output "and 1 more"
expect_success slipway diff main/dev --from 2
expect_output "0 added, 0 removed, 1 upgraded, 0 downgraded"
expect_success slipway diff main/dev --from 1 --to 2 --json
expect_equal 2 "$(json '["counts"]["added"]' <"$work/output")" "added"
expect_exit 64 slipway diff main/dev
expect_exit 64 slipway diff main/dev staging --from 1
expect_exit 64 slipway diff main/dev other/staging
expect_exit 66 slipway diff main/dev --from 99
expect_output unknown-revision

expect_success slipway revisions main/dev
expect_output upload
expect_equal "3 2 1" "$(sed -n 's/^\([0-9]\{1,\}\) .*/\1/p' "$work/output" | xargs)" "revisions, newest first"
expect_success slipway revisions main/dev --limit 1 --json
expect_equal 1 "$(json '["revisions"].__len__()' <"$work/output")" "revisions"
expect_success slipway revisions main/dev 2
expect_output "Change:    +2 -0"
expect_success slipway show main "$(sha256sum "$work/packages/hello_2.0_all.deb" | cut -d ' ' -f 1)" --revisions
expect_output "dev      3"

expect_success slipway channels expiry main/dev --keep-versions 1
expect_output "1 package would be removed"
expect_output 1.0
expect_success slipway channels expiry main/dev
expect_output "0 packages would be removed"
expect_success administer channels set main/stable --protected on --promote-from dev --promote-from staging \
    --keep-versions 3 --keep-days 30
expect_output "immutable, protected, from dev staging, keeps 3 versions, keeps 30 days"
expect_exit 77 push_to stable "$work/packages/hello_2.0_all.deb"
expect_output channel-protected
expect_success administer channels set main/stable --protected off --promote-from '*' --keep-versions 0
expect_output "Policy:    immutable, keeps 30 days"
