#!/bin/sh
# A channel that has no package yet is a valid repository for every client.
. "$(dirname "$0")/lib.sh"

start_server

use_apt
apt_source stable
expect_success apt_update
use_dnf
dnf_source stable
expect_success dnf_yes --refresh makecache
use_zypper
zypper_source stable
expect_success zypper_refresh --gpg-auto-import-keys
