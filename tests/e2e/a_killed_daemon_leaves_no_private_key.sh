#!/bin/sh
# After kill -9 of the daemon no private key is in any file but those of DATA/keys, and no agent lives that would use one.
. "$(dirname "$0")/lib.sh"

unset RUNTIME_DIRECTORY
XDG_RUNTIME_DIR=$work/run
export XDG_RUNTIME_DIR
mkdir "$XDG_RUNTIME_DIR"
start_server
expect_success upload "$(make_rpm hello 1.0)"
key_files() { find "$XDG_RUNTIME_DIR" -name '*.key' | wc -l; }
agents() { pgrep -cf "gpg-agent --homedir $XDG_RUNTIME_DIR" || :; }
[ "$(key_files)" -gt 0 ] || fail "the daemon keeps no key where this test looks"
[ "$(agents)" -gt 0 ] || fail "the daemon has no agent where this test looks"

signal_server KILL
until_true sh -c '[ -z "$(ls "$1")" ]' sh "$XDG_RUNTIME_DIR" || fail "left behind: $(find "$XDG_RUNTIME_DIR")"
expect_equal 0 "$(agents)" "agents left"
found=$(grep -rlE 'PRIVATE KEY BLOCK|private-key' "$work" --include='*' | grep -vF "$data/keys/" || :)
expect_equal "" "$found" "files with a private key"

start_server
expect_success upload "$(make_rpm hello 2.0)"
stop_server
expect_equal "" "$(ls "$XDG_RUNTIME_DIR")" "left behind by a stop"
