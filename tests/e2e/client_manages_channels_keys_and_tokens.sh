#!/bin/sh
# What an administrator does by hand: channels, signing keys, tokens; for people as tables, for scripts as JSON.
. "$(dirname "$0")/lib.sh"

start_server
administer() { SLIPWAY_TOKEN=$admin_token slipway "$@"; }

expect_success slipway channels list main
expect_output staging
expect_success administer channels set main/nightly --immutable-versions off
expect_success slipway channels show main/nightly --json
expect_equal False "$(json '["immutable_versions"]' <"$work/output")" "immutable_versions"
expect_success push_to nightly "$(make_deb hello 1.0)"
expect_exit 73 administer channels delete main/nightly
expect_success administer channels delete main/nightly --force --yes
expect_success slipway channels list main --json
expect_no_output nightly

expect_success administer keys create main --algorithm ed25519
expect_output standby
expect_success slipway keys list main --json
expect_equal 2 "$(json '["keys"].__len__()' <"$work/output")" "keys"
first=$(active_key)
expect_exit 73 administer keys rotate main --algorithm rsa3072 --expect-active 0000
expect_success administer keys rotate main --algorithm rsa3072 --expect-active "$first"
expect_output retiring
expect_output "note: "
[ "$(active_key)" != "$first" ] || fail "the first key is still active"
expect_success administer keys activate main "$first"
expect_equal "$first" "$(active_key)" "active key"
expect_exit 73 administer keys revoke main "$first" --yes
expect_output key-state
generate_other_key >/dev/null
GNUPGHOME=$work/other-key gpg --batch --pinentry-mode loopback --passphrase '' --armor --export-secret-keys >"$work/other-secret.asc" 2>/dev/null
expect_success administer keys import main "$work/other-secret.asc"
expect_success administer keys retire main "$(gpg --show-keys --with-colons "$work/other.asc" | sed -n 's/^fpr:*\([0-9A-F]*\):.*/\1/p' | head -n 1)"
expect_output retired

secret=$(administer tokens create ci --scope upload:main/dev --scope read:main --expires 12h 2>"$work/output")
expect_output "shown only now"
case $secret in slw_*) ;; *) fail "no secret: $secret" ;; esac
expect_success slipway push "$(make_deb hello 2.0)" --to main/dev --token "$secret"
expect_success administer tokens list
expect_output "upload:main/dev read:main"
id=$(administer tokens list --json | python3 -c 'import json, sys; print([t["id"] for t in json.load(sys.stdin)["tokens"] if t["name"] == "ci"][0])')
expect_success administer tokens revoke "$id" --yes
expect_exit 77 slipway push "$(make_deb hello 3.0)" --to main/dev --token "$secret"
