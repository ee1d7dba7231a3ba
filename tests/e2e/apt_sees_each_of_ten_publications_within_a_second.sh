#!/bin/sh
# Publications of one second have one Date in Release, yet no 304 hides one of them: not from a machine that asks after each,
# nor from one that saw only some.
. "$(dirname "$0")/lib.sh"

start_server
use_apt
apt_source
number=1
while [ $number -le 20 ]; do
    make_deb "hello" "$number" >/dev/null
    number=$((number + 1))
done

for number in 1 2 3 4 5 6 7 8 9 10; do
    expect_success upload "$work/packages/hello_${number}_all.deb"
    expect_success apt_update
    expect_equal "$number" "$(apt_candidate hello)" "candidate"
done

# as fast as one client can
uploads=
for number in 11 12 13 14 15 16 17 18 19 20; do
    uploads="$uploads -T $work/packages/hello_${number}_all.deb $url/api/v1/repositories/main/channels/dev/packages/"
done
# shellcheck disable=SC2086  # one word per file and URL
curl --fail-with-body -sS -H "Authorization: Bearer $upload_token" $uploads >"$work/uploads.log" 2>&1 &
uploads=$!
while kill -0 $uploads 2>/dev/null; do expect_success apt_update; done
wait $uploads || fail "an upload failed: $(cat "$work/uploads.log")"
expect_success apt_update
expect_equal 20 "$(apt_candidate hello)" "candidate after ten in a row"
expect_equal 21 "$(revision)" "revision"
