#!/bin/sh
# Two ways to lose a package: out of a channel, whose past keeps it, or out of the world.
. "$(dirname "$0")/lib.sh"

start_server
administer() { SLIPWAY_TOKEN=$admin_token slipway "$@"; }
digest_of() { sha256sum "$1" | cut -d ' ' -f 1; }
secret=$(make_deb secret 1.0)
expect_success push "$(make_deb hello 1.0)" "$(make_rpm hello 1.0)" "$secret"

expect_success administer remove main/dev hello secret --dry-run
expect_output "main/dev would change: 0 added, 3 removed"
expect_success administer remove main/dev hello --reason "not wanted"
expect_output "main/dev is now at revision"
expect_output "2 removed"
expect_success slipway list main/dev
expect_no_output hello
expect_exit 66 administer remove main/dev hello
expect_exit 77 slipway remove main/dev secret --token-file "$data/upload-token"
expect_success slipway revisions main/dev
expect_output "not wanted"
expect_success administer rollback main/dev 2
expect_success administer remove main/dev hello=1.0 --distro deb --json
expect_equal 1 "$(json '["removed"].__len__()' <"$work/output")" "packages removed"

expect_exit 64 administer purge main "$(digest_of "$secret")"
expect_exit 64 administer purge main "$(digest_of "$secret")" --reason "a leaked key" </dev/null
expect_output "pass --yes"
expect_exit 77 slipway purge main "$(digest_of "$secret")" --reason "a leaked key" --yes
expect_success administer purge main "$(digest_of "$secret")" --reason "a leaked key" --yes
expect_output destroyed
expect_success administer purge main "$(digest_of "$secret")" --reason "a leaked key" --yes --json
expect_equal "[]" "$(json '["channels"]' <"$work/output")" "channels of the second purge"
expect_exit 66 slipway show main "$(digest_of "$secret")"
expect_output "410 purged: secret 1.0 (all) was purged on"
expect_exit 66 slipway show main "$(digest_of "$secret")" --revisions
expect_exit 73 push "$secret"
expect_output "purged: "
expect_exit 66 administer promote main/dev staging --package "$(digest_of "$secret")"
expect_output "410 purged"

squatter=$(make_deb wanted 1.0)
expect_success administer push "$squatter" --to main/stable
expect_success administer purge main "$(digest_of "$squatter")" --reason "a squatter" --release-version --yes
expect_output "FREE AGAIN IN"
expect_exit 73 administer push "$squatter" --to main/stable
printf '\n# the owner builds it anew\n' >>"$work/make-deb/wanted/usr/share/wanted/version"
dpkg-deb --build --root-owner-group "$work/make-deb/wanted" "$work/packages/wanted_1.0_all.deb" >/dev/null
expect_success administer push "$work/packages/wanted_1.0_all.deb" --to main/stable
