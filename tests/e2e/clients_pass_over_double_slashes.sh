#!/bin/sh
# A base address that ends with a slash, to which clients add another, and one with two slashes in its middle: apt and dnf
# read the index and install as from the address that Slipway gives.
. "$(dirname "$0")/lib.sh"

SLIPWAY_ACCESS_LOG=all start_server
expect_success upload "$(make_deb hello 1.0)"
expect_success upload "$(make_rpm hello 1.0)"
curl --fail -sS -o "$work/keys.asc" "$url/main/keys.asc"

# asked FILE: how many different paths with two slashes led to it.
asked() { grep -o 'path=[^ ]*//[^ ]*' "$work/server.log" | grep "/$1\$" | sort -u | wc -l; }
number=0
for base in "$url/main/deb//" "$url//main/deb" "$url/main//deb/"; do
    number=$((number + 1))
    use_apt "apt$number"
    apt_source_with_key "$work/keys.asc" "$base"
    expect_success apt_update
    expect_success apt_install hello
    expect_equal 1.0 "$(installed_by_apt hello)" "installed by apt from $base"
done
expect_equal 3 "$(asked InRelease)" "paths with two slashes that apt asked for"

for base in "$url/main/rpm/dev//" "$url//main/rpm/dev" "$url/main//rpm//dev"; do
    number=$((number + 1))
    use_dnf "dnf$number"
    dnf_source
    sed -i "s|$url/main/rpm/dev|$base|; s|\$basearch/\$|\$basearch//|" "$dnf_root/etc/yum.repos.d/slipway.repo"
    expect_success dnf_yes --refresh makecache
    expect_success dnf_install hello
    expect_equal 1.0 "$(installed_by_dnf hello)" "installed by dnf from $base"
done
expect_equal 3 "$(asked repomd.xml)" "paths with two slashes that dnf asked for"
