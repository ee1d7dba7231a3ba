#!/bin/sh
# After a rollback apt and dnf take the older state as the newest one, and machines go back to it by their own means.
. "$(dirname "$0")/lib.sh"

start_server
channel=/repositories/main/channels/dev
expect_success upload "$(make_deb hello 1.0)"
expect_success upload "$(make_rpm hello 1.0)"
good=$(revision)

use_apt
apt_source
use_dnf first
dnf_source
expect_success dnf_install hello
first=$dnf_root
use_dnf second
dnf_source
expect_success dnf_install hello
expect_success apt_update
expect_success apt_install hello

expect_success upload "$(make_deb hello 2.0)"
expect_success upload "$(make_rpm hello 2.0)"
for dnf_root in "$first" "$work/second"; do expect_success dnf_yes --refresh upgrade hello; done
expect_success apt_update
expect_success apt_install hello
expect_equal "2.0 2.0" "$(installed_by_apt hello) $(installed_by_dnf hello)" "upgraded versions"

expect_success api POST "$channel/rollback" "{\"revision\":$good,\"reason\":\"2.0 is broken\"}"
expect_equal $((good + 3)) "$(revision)" "revision after the rollback"

expect_success apt_update
expect_equal 2.0 "$(apt_candidate hello)" "what apt would install by itself"
expect_success apt_get install --allow-downgrades hello=1.0
expect_equal 1.0 "$(installed_by_apt hello)" "version on the machine with apt"

dnf_root=$first
expect_success dnf_yes --refresh downgrade hello
expect_equal 1.0 "$(installed_by_dnf hello)" "version after dnf downgrade"
dnf_root=$work/second
expect_success dnf_yes --refresh distro-sync
expect_equal 1.0 "$(installed_by_dnf hello)" "version after dnf distro-sync"

expect_success upload "$(make_deb hello 3.0)"
expect_success apt_update
expect_success apt_install hello
expect_equal 3.0 "$(installed_by_apt hello)" "version after the next release"
