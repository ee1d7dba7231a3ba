#!/bin/sh
# A release walks from dev over staging into the protected channel stable, deb and rpm together, and each machine sees
# it when its own channel has it. Nobody gets past the way.
. "$(dirname "$0")/lib.sh"

start_server
promote() { api POST /repositories/main/promotions "{\"from\":\"$1\",\"to\":\"$2\"$3}"; }
expect_success api PUT /repositories/main/channels/stable '{"protected":true,"promote_from":["staging"]}'

expect_success upload "$(make_deb hello 1.0)"
expect_success upload "$(make_rpm hello 1.0)"
expect_failure upload "$work/packages/hello_1.0_all.deb" stable
expect_output urn:slipway:channel-protected
expect_success promote dev staging ',"reason":"release 1"'
expect_output '"revision":2,"previous_revision":1,"counts":{"added":2,"removed":0,"upgraded":0,"downgraded":0}'

use_apt
apt_source staging
expect_success apt_update
expect_success apt_install hello
use_apt production
apt_source stable
use_dnf
dnf_source stable
expect_success apt_update
expect_failure apt_install hello

expect_failure promote dev stable ''
expect_output urn:slipway:source-not-allowed
expect_success promote staging stable ',"dry_run":true'
expect_equal 1 "$(revision stable)" "revision after the dry run"
expect_success promote staging stable ',"expect_revision":1'
expect_failure promote staging stable ',"expect_revision":1'
expect_output urn:slipway:unexpected-revision
expect_equal "$(api GET /repositories/main/channels/staging | json '["root"]')" \
    "$(api GET /repositories/main/channels/stable | json '["root"]')" "content of stable"

expect_success apt_update
expect_success apt_install hello
expect_success dnf_install hello
expect_equal "1.0 1.0" "$(installed_by_apt hello) $(installed_by_dnf hello)" "versions in production"

expect_success upload "$(make_deb hello 2.0)"
expect_success upload "$(make_rpm hello 2.0)"
expect_success promote dev staging ''
expect_output '"counts":{"added":0,"removed":0,"upgraded":2,"downgraded":0}'
expect_success promote staging stable ''
expect_success apt_update
expect_success apt_install hello
expect_success dnf_yes --refresh upgrade hello
expect_equal "2.0 2.0" "$(installed_by_apt hello) $(installed_by_dnf hello)" "upgraded versions in production"
expect_success "$SLIPWAYD" fsck --data "$data"
