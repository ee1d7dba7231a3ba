#!/bin/sh
# A removed package is offered to nobody any more; a machine that saw it in the index before can still fetch it.
. "$(dirname "$0")/lib.sh"

start_server
use_apt
apt_source
use_dnf
dnf_source
for file in "$(make_deb hello 1.0)" "$(make_rpm hello 1.0)" "$(make_deb other 1.0)" "$(make_rpm other 1.0)"; do
    expect_success upload "$file"
done
expect_success apt_update
expect_success dnf_yes --refresh makecache
for digest in $(api GET '/repositories/main/channels/dev/packages?name=hello' |
    python3 -c 'import json, sys; print(*[p["sha256"] for p in json.load(sys.stdin)["packages"]])'); do
    expect_success api DELETE "/repositories/main/channels/dev/packages/$digest?reason=test"
done

expect_success apt_install hello
expect_success dnf_yes --setopt=metadata_expire=-1 install hello
expect_success apt_update
expect_success run_dnf --refresh makecache
expect_success run_dnf repoquery --available --qf '%{name}'
expect_no_output hello
expect_output other
expect_failure apt_get download hello
expect_success apt_get download --print-uris other
