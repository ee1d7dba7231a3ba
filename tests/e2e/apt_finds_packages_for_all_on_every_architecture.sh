#!/bin/sh
# A package for all architectures stands in the index of each declared one (debootstrap reads no other), and in one that is
# declared later; apt leaves binary-all alone.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_deb hello 1.0 all)"
expect_success upload "$(make_deb native 1.0 arm64)"

for architecture in amd64 arm64; do
    curl --fail -sS "$url/main/deb/dists/dev/main/binary-$architecture/Packages.xz" | xz -d >"$work/$architecture"
done
expect_equal "hello" "$(sed -n 's/^Package: //p' "$work/amd64")" "packages for amd64"
expect_equal "hello native" "$(sed -n 's/^Package: //p' "$work/arm64" | xargs)" "packages for arm64"

use_apt
sed -i 's/amd64/riscv64/g' "$apt_root/apt.conf"
apt_source
expect_success apt_update
expect_equal "" "$(apt_candidate hello)" "candidate where riscv64 is not declared"
expect_success api PATCH /repositories/main/distros/deb '{"architectures":["amd64","arm64","riscv64"]}'
expect_success apt_update
expect_no_output binary-all
expect_success apt_install hello
expect_equal 1.0 "$(installed_by_apt hello)" "installed version"
expect_failure apt_install native
