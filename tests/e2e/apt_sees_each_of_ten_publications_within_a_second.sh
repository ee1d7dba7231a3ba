#!/bin/sh
# Publications that share a second share a date, yet no 304 hides one of them.
. "$(dirname "$0")/lib.sh"

start_server
use_apt
apt_source
number=1
while [ $number -le 10 ]; do
    make_deb "hello" "$number" >/dev/null
    number=$((number + 1))
done

for number in 1 2 3 4 5 6 7 8 9 10; do
    expect_success upload "$work/packages/hello_${number}_all.deb"
    expect_success apt_update
    expect_equal "$number" "$(apt_candidate hello)" "candidate"
done
