#!/bin/sh
# What daemon, client and package managers print of common mistakes is what docs/troubleshooting.md explains.
. "$(dirname "$0")/lib.sh"

# explains TEXT: the last output has it, and so has the page, in the first column of a row.
explains() {
    expect_output "$1"
    grep '^|' "$here/../../docs/troubleshooting.md" | cut -d'|' -f2 | grep -qF -- "$1" || fail "docs/troubleshooting.md does not know: $1"
}
with_settings() { printf '%b' "$1" >"$work/settings.toml" && "$SLIPWAYD" check-config --config "$work/settings.toml"; }

start_server
deb=$(make_deb hello 1.0)
expect_success push "$deb" "$(make_rpm hello 1.0)"

# the daemon
expect_exit 69 "$SLIPWAYD" serve --data "$work/second" --listen "$listen"
explains "bind: Address already in use"
expect_exit 75 "$SLIPWAYD" serve --data "$data" --listen 127.0.0.1:0
explains "is in use by another slipwayd"
expect_exit 78 with_settings 'lisen = "x"\n'
explains "unknown key"
expect_exit 78 with_settings '[limits]\npackage_bytes = "8 gigs"\n'
explains "expected a size, "
expect_exit 78 with_settings '[cluster]\nurl = "http://node-1:8080"\n'
explains "cluster.url: nodes share"
expect_exit 66 "$SLIPWAYD" fsck --data "$work/nowhere"
explains "is no data directory: it has no slipway.db"
expect_exit 66 "$SLIPWAYD" restore --from "$work" --data "$work/third"
explains "holds no complete backup: it has no manifest.json"
cp -R "$data" "$work/lost" && rm "$work/lost"/slipway.db*
expect_exit 78 "$SLIPWAYD" serve --data "$work/lost" --listen 127.0.0.1:0
explains "slipway.db is missing, but the directory holds"
expect_success "$SLIPWAYD" backup --data "$data" --to "$work/backup"
expect_success "$SLIPWAYD" restore --from "$work/backup" --data "$work/newer"
sqlite3 "$work/newer/slipway.db" 'PRAGMA user_version = 99'
expect_exit 78 "$SLIPWAYD" serve --data "$work/newer" --listen 127.0.0.1:0
expect_output "the catalog has schema version 99, this program knows version"

# the client
expect_exit 77 slipway push "$deb" --to main/dev
explains "401 unauthenticated: a valid token is needed"
echo slw_0000000000000000000000000000000000000000 >"$work/other-token"
expect_exit 77 slipway push "$deb" --to main/dev --token-file "$work/other-token"
explains "401 unauthenticated: the token that came with the request is not known"
expect_exit 77 slipway promote main/dev stable --token-file "$data/upload-token"
explains "403 forbidden: this token lacks the scope"
expect_exit 66 push_to nowhere "$deb"
explains "404 unknown-channel"
head -c 300 "$deb" >"$work/cut.deb"
expect_exit 65 push "$work/cut.deb"
expect_output "422 invalid-package: cut.deb: member"
expect_exit 65 push "$(make_deb foreign 1.0 aarch64)"
explains "dpkg knows no architecture 'aarch64'; the nearest is 'arm64'"
expect_exit 69 slipway --server http://127.0.0.1:1 --retries 0 list main/dev
explains "Couldn't connect to server"
expect_exit 78 env -u SLIPWAY_URL HOME="$work/nobody" "$SLIPWAY" list main/dev
explains "no server is named"
expect_success slipway channels set main/stable --protected on --token-file "$data/admin-token"
expect_exit 77 push_to stable "$deb"
explains "403 channel-protected"

# package managers
use_apt
apt_source_with_key "$(generate_other_key)"
expect_failure apt_update
explains NO_PUBKEY
apt_source_with_key "$(export_key "$(active_key)")" "$url/main/deb" nowhere
expect_failure apt_update
explains "404  Not Found"
use_dnf
dnf_source
expect_failure run_dnf makecache
explains "repomd.xml GPG signature verification error: Bad GPG signature"
use_zypper
zypper_source
expect_failure zypper_refresh
explains "Signature verification failed for repomd.xml"
explains "Valid metadata not found at specified URL"
