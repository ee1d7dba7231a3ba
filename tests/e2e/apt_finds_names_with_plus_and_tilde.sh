#!/bin/sh
# Names and versions with +, ~ and an epoch are installed, and their paths answer however they are escaped.
. "$(dirname "$0")/lib.sh"

start_server
mkdir -p "$work/in"
cp "$(make_deb libg++2 '1:2.0~rc1+dfsg-1')" "$work/in/libg++2_2.0~rc1+dfsg-1_all.deb"
expect_success upload "$work/in/libg++2_2.0~rc1+dfsg-1_all.deb"
path=$(json '["packages"][0]["path"]' <"$work/output")

use_apt
apt_source
expect_success apt_update
expect_success apt_install libg++2
expect_equal '1:2.0~rc1+dfsg-1' "$(installed_by_apt libg++2)" "installed version"

escaped=$(echo "$path" | sed -e 's/+/%2B/g' -e 's/~/%7E/g')
[ "$escaped" != "$path" ] || fail "nothing to escape in $path"
for form in "$path" "$escaped" "$(echo "$escaped" | sed 's/%2B/%2b/g')"; do
    expect_success curl --fail -sS -o "$work/served" "$url$form"
    expect_success cmp "$work/in/libg++2_2.0~rc1+dfsg-1_all.deb" "$work/served"
done
