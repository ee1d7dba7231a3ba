#!/bin/sh
# A download that ends early is no program: whatever prefix arrives, nothing is written.
. "$(dirname "$0")/lib.sh"

start_server
expect_success curl --fail -sS -o "$work/setup.sh" "$url/main/deb/dev.sh"
size=$(wc -c <"$work/setup.sh")

a_machine 'ID=debian' 'VERSION_ID="12"'
for percent in 1 10 30 50 70 90 99; do
    head -c $((size * percent / 100)) "$work/setup.sh" >"$work/cut.sh"
    in_machine sh "$work/cut.sh" >"$work/output" 2>&1 || :
    expect_equal "" "$(changed_in_machine)" "files written by $percent percent of the script"
done
