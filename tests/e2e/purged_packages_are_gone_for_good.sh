#!/bin/sh
# A purge: apt and dnf are not offered the package, its address answers 410 to those who saw it before, a download under
# way ends, its bytes are on no disk, and after kill -9 at any moment it is either done or not begun.
. "$(dirname "$0")/lib.sh"

purge() { api POST "/repositories/main/packages/$1/purge" '{"reason":"a leaked secret"}'; }
digest_of() { sha256sum "$1" | cut -d ' ' -f 1; }
status_of() { curl -sS -o /dev/null -w '%{http_code}' "$url$1"; }

start_server
use_apt
apt_source
use_dnf
dnf_source
deb=$(make_deb secret 1.0) rpm=$(make_rpm secret 1.0)
deb_path=$(upload "$deb" | json '["packages"][0]["path"]')
rpm_path=$(upload "$rpm" | json '["packages"][0]["path"]')
expect_success upload "$(make_deb other 1.0)"
expect_success apt_update
expect_success dnf_yes --refresh makecache

expect_success purge "$(digest_of "$deb")"
expect_success purge "$(digest_of "$rpm")"
expect_failure apt_install secret
expect_output "410  Gone"
expect_failure dnf_yes --setopt=metadata_expire=-1 install secret
expect_success apt_update
expect_success apt_install other
expect_equal "" "$(apt_candidate secret)" "what apt is offered"
for path in "$deb_path" "$rpm_path"; do expect_equal 410 "$(status_of "$path")" "$path"; done
expect_failure upload "$deb"
expect_output '"code":"purged"'
expect_equal 1 "$(stored_blobs)" "package files left"

make_large_deb large 1.0 64000000 "$work/packages/large.deb"
large_path=$(upload "$work/packages/large.deb" | json '["packages"][0]["path"]')
curl -sS --limit-rate 4M -o "$work/half" "$url$large_path" 2>"$work/half.log" &
download=$!
until_true test -s "$work/half"
expect_success purge "$(digest_of "$work/packages/large.deb")"
wait $download && fail "the download of a purged package went through"
expect_equal 410 "$(status_of "$large_path")" "$large_path"

for round in 1 2 3 4 5 6; do
    file=$(make_deb crash "$round")
    path=$(upload "$file" | json '["packages"][0]["path"]')
    purge "$(digest_of "$file")" >/dev/null 2>&1 &
    purging=$!
    sleep "0.0$round"
    signal_server KILL
    wait $purging || :
    start_server
    case $(status_of "$path") in
        410) expect_failure upload "$file" ;;
        200) expect_success purge "$(digest_of "$file")" ;;
        *) fail "round $round: the package is neither there nor purged" ;;
    esac
    until_true test "$(stored_blobs)" -eq 1 || fail "round $round: bytes are left"
done
stop_server
expect_success "$SLIPWAYD" fsck --data "$data"
expect_output clean
