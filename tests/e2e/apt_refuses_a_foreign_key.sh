#!/bin/sh
# A machine that trusts another key does not take this repository for its own.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_deb hello 1.0)"

use_apt
apt_source_with_key "$(generate_other_key)"
expect_failure apt_update
expect_output NO_PUBKEY
expect_failure apt_install hello
