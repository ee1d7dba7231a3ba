#!/bin/sh
# One push of a deb and an rpm is one revision that apt and dnf install, made without GnuPG on the uploader's PATH; a
# repetition changes nothing, and what the build said about itself is kept.
. "$(dirname "$0")/lib.sh"

start_server
before=$(revision)
export GITHUB_ACTIONS=true GITHUB_SERVER_URL=https://github.com GITHUB_REPOSITORY=acme/hello GITHUB_RUN_ID=42 \
    GITHUB_SHA=0123abcd GITHUB_REF=refs/heads/main
deb=$(make_deb hello 1.0) rpm=$(make_rpm hello 1.0)
expect_success env PATH=/nonexistent HOME=/nonexistent SLIPWAY_URL="$url" SLIPWAY_TOKEN="$upload_token" \
    "$SLIPWAY" push "$deb" "rpm=$rpm" --to main/dev
expect_output "published in dev, revision $((before + 1))"
expect_output "$url/main/deb/pool/main/h/hello/"
expect_equal $((before + 1)) "$(revision)" "revision"

expect_success push "$deb" "$rpm"
expect_output "already in dev, revision $((before + 1))"
expect_success push "$deb" --json
expect_equal hello "$(json '["packages"][0]["name"]' <"$work/output")" "name"
expect_equal $((before + 1)) "$(revision)" "revision after the repetitions"

expect_success slipway list main/dev --name hello --distro deb
expect_output 1.0
digest=$(sha256sum "$deb" | cut -d ' ' -f 1)
expect_output "$digest"
expect_success slipway list main/dev --json
expect_equal 2 "$(json '["packages"].__len__()' <"$work/output")" "packages"
expect_success slipway list
expect_output main
expect_success slipway show main "$digest"
expect_output "Claimed commit:"
expect_output 0123abcd
expect_output "https://github.com/acme/hello/actions/runs/42"

use_apt
apt_source
expect_success apt_update
expect_success apt_install hello
use_dnf
dnf_source
expect_success dnf_install hello
