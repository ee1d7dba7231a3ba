#!/bin/sh
# scripts/sample makes slipway-hello of any version that dpkg and rpm both have, as deb and as rpm: a Slipway takes both, apt
# installs a program that says the version, dnf finds it. Other versions are refused with the usage.
. "$(dirname "$0")/lib.sh"
sample=$here/../../scripts/sample

start_server
use_apt
apt_source
use_dnf
dnf_source
for version in 1.0 1.10~rc1 1.10 1.10+git20261129.3; do
    expect_success "$sample" "$version" "$work/samples"
    expect_equal "$work/samples/slipway-hello_${version}_all.deb
$work/samples/slipway-hello-$version-1.noarch.rpm" "$(cat "$work/output")" "what it prints"
    for file in $(cat "$work/output"); do expect_success upload "$file"; done

    expect_success apt_update
    expect_success apt_install slipway-hello
    expect_equal "Hello from slipway-hello $version" "$("$apt_root/usr/bin/slipway-hello")" "what apt installed"
    expect_success dnf_yes --refresh repoquery slipway-hello
    expect_output "slipway-hello-0:$version-1.noarch"
done

for version in v1 1-2 1:0 '1 0'; do
    expect_exit 64 "$sample" "$version" "$work/refused"
    expect_output "usage: scripts/sample"
done
expect_success test ! -e "$work/refused"
