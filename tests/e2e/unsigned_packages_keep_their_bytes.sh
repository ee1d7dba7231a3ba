#!/bin/sh
# Where sign_packages is off a package is served byte for byte as it came, and dnf is told to check the index instead.
. "$(dirname "$0")/lib.sh"

start_server
expect_success api PUT /repositories/plain \
    '{"sign_packages":false,"distros":[{"name":"rpm","format":"rpm"},{"name":"deb","format":"deb"}],"channels":[{"name":"dev"}]}'
rpm_file=$(make_rpm hello 1.0)
for file in "$rpm_file" "$(make_deb hello 1.0)"; do
    expect_success curl --fail-with-body -sS -H "Authorization: Bearer $admin_token" -T "$file" \
        "$url/api/v1/repositories/plain/channels/dev/packages/"
    expect_no_output uploaded_sha256
    expect_success curl --fail -sS -o "$work/served" "$url$(json '["packages"][0]["path"]' <"$work/output")"
    expect_success cmp "$file" "$work/served"
done

use_dnf
expect_success curl --fail -sS -o "$dnf_root/etc/yum.repos.d/plain.repo" "$url/plain/rpm/dev.repo"
expect_success grep -qx gpgcheck=0 "$dnf_root/etc/yum.repos.d/plain.repo"
expect_success grep -qx repo_gpgcheck=1 "$dnf_root/etc/yum.repos.d/plain.repo"
expect_success dnf_install hello
expect_equal 1.0 "$(installed_by_dnf hello)" "installed version"
