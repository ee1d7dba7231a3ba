#!/bin/sh
# A hundred revisions of a channel of two thousand packages: each one costs the disk what it changed, not what the channel
# holds, and apt takes every tenth from its snapshot URL. (bench/run --rows revisions has a thousand of them.)
. "$(dirname "$0")/lib.sh"

release=2000 revisions=100
python3 "$here/make_corpus.py" --debs $((release + revisions)) "$work/debs"
find "$work/debs" -type f | sort >"$work/all"
head -n $release "$work/all" >"$work/first"
tail -n $revisions "$work/all" >"$work/more"
name_of() { dpkg-deb -f "$(sed -n "$1p" "$work/more")" Package; }
size() { du -s --block-size=1 "$data" | cut -f 1; }
channel_url() { echo "$url/api/v1/repositories/main/channels/dev/packages/"; }

start_server
set -- $(sed 's|.*|-F package=@&|' "$work/first")
expect_success curl --fail-with-body -sS -H "Authorization: Bearer $upload_token" "$@" "$(channel_url)"
stop_server
before=$(size)
start_server
first=$(revision)
expect_success curl --fail-with-body -sS -H "Authorization: Bearer $upload_token" \
    -T "{$(paste -s -d , "$work/more")}" "$(channel_url)"
expect_equal $((first + revisions)) "$(revision)" "newest revision"
stop_server
each=$((($(size) - before) / revisions))
echo "$each bytes per revision"
[ $each -le 400000 ] || fail "a revision costs $each bytes"

start_server
curl --fail -sS -o "$work/keys.asc" "$url/main/keys.asc"
for number in $(seq 10 10 $revisions); do
    use_apt "apt-$number"
    apt_source_with_key "$work/keys.asc" "$url/main/deb/snapshots/r$((first + number))"
    expect_success apt_update
    APT_CONFIG="$apt_root/apt.conf" apt-cache dumpavail | sed -n 's/^Package: //p' >"$work/names"
    expect_equal $((release + number)) "$(wc -l <"$work/names")" "packages in revision $((first + number))"
    expect_success grep -qxF "$(name_of "$number")" "$work/names"
    [ "$number" = $revisions ] || expect_failure grep -qxF "$(name_of $((number + 1)))" "$work/names"
done
