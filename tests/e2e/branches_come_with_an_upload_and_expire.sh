#!/bin/sh
# A feature branch: the first upload makes its channel with the content of dev, apt and dnf install from it, and when it
# has expired they are told so, also after a restart.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_deb base 1.0)"
expect_success api PATCH /repositories/main '{"ephemeral":{"pattern":"branch-*","base":"dev","ttl":"14d"}}'
expect_success upload "$(make_deb hello 1.0)" branch-login
expect_success upload "$(make_rpm hello 1.0)" branch-login
expect_equal 1 "$(api GET /repositories/main/channels/dev | json '["package_count"]')" "packages of dev"
use_apt
apt_source branch-login
expect_success apt_update
expect_success apt_install hello base
use_dnf
dnf_source branch-login
expect_success dnf_install hello

# Its time has come: the last upload was two weeks ago.
stop_server
python3 - "$data/slipway.db" <<'PYTHON'
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute("UPDATE ephemeral_channels SET last_upload = last_upload - 14 * 86400")
database.commit()
PYTHON
start_server
has_expired() { [ "$(curl -sS -o "$work/gone" -w '%{http_code}' "$url/main/deb/dists/branch-login/InRelease")" = 410 ]; }
until_true has_expired || fail "the channel did not expire"
grep -qF "has expired" "$work/gone" || fail "the 410 has no body"
expect_failure apt_update
expect_output "410  Gone"
signal_server KILL
start_server
has_expired || fail "after a restart the channel is unknown"
expect_success upload "$(make_deb hello 1.1)" branch-login
expect_success apt_update
stop_server
expect_success "$SLIPWAYD" fsck --data "$data"
expect_output clean
