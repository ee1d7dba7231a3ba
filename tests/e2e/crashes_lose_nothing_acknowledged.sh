#!/bin/sh
# kill -9 while uploads are under way, five times: whatever was answered with 201 is there afterwards, the state is
# clean, and clients go on.
. "$(dirname "$0")/lib.sh"

number=1
while [ $number -le 60 ]; do
    make_deb "crash$number" 1.0 >/dev/null
    number=$((number + 1))
done
upload_until_it_fails() {
    while [ "$1" -le "$2" ]; do
        upload "$work/packages/crash$1_1.0_all.deb" >/dev/null 2>&1 || return 0
        echo "crash$1" >>"$work/acknowledged"
        set -- $(($1 + 1)) "$2"
    done
}
acknowledged() { sort -u "$work/acknowledged" | wc -l; }
: >"$work/acknowledged"
use_apt

for round in 0 1 2 3 4; do
    start_server
    known=$(acknowledged)
    upload_until_it_fails $((round * 12 + 1)) $((round * 12 + 6)) &
    one=$!
    upload_until_it_fails $((round * 12 + 7)) $((round * 12 + 12)) &
    two=$!
    until_true sh -c '[ "$(sort -u "$1" | wc -l)" -gt "$2" ]' sh "$work/acknowledged" $((known + round)) || fail "no upload got through"
    signal_server KILL
    wait $one $two

    expect_success "$SLIPWAYD" fsck --data "$data"
    expect_output clean
done

start_server
expect_success incoming_is_empty
api GET "/repositories/main/channels/dev/packages?limit=1000" |
    python3 -c 'import json, sys; [print(p["name"]) for p in json.load(sys.stdin)["packages"]]' | sort >"$work/present"
expect_equal "" "$(sort -u "$work/acknowledged" | comm -23 - "$work/present")" "acknowledged but missing"
apt_source
expect_success apt_update
expect_success apt_install "$(head -n 1 "$work/acknowledged")"
expect_success upload "$(make_deb after 1.0)"
