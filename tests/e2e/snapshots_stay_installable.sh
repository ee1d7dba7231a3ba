#!/bin/sh
# A snapshot URL goes on installing what the channel contained, with apt and dnf: after newer releases, after a rotation
# (signed by the new key then), after a restart; of a purged package nothing is left below it either.
. "$(dirname "$0")/lib.sh"

status_of() { curl -sS -o "$work/answer" -w '%{http_code}' "$url$1"; }
is_over() { [ "$(date -u +%Y%m%dT%H%M%SZ)" != "$1" ]; }
digest_of() { sha256sum "$1" | cut -d ' ' -f 1; }
# at_snapshot ID: fresh machines whose sources name it; they trust the repository's keys of this moment.
at_snapshot() {
    use_apt "apt-$1-$2"
    curl --fail -sS -o "$work/keys.asc" "$url/main/keys.asc"
    apt_source_with_key "$work/keys.asc" "$url/main/deb/snapshots/$1"
    use_dnf "dnf-$1-$2"
    curl --fail -sS "$url/main/rpm/dev.repo" | sed "s|/main/rpm/dev/|/main/rpm/snapshots/$1/dev/|" \
        >"$dnf_root/etc/yum.repos.d/slipway.repo"
}
installs_the_old_version() {
    at_snapshot "$1" "$2"
    expect_success apt_update
    expect_success apt_install hello
    expect_equal 1.0 "$(installed_by_apt hello)" "version that apt installed from snapshot $1, $2"
    expect_success dnf_install hello
    expect_equal 1.0 "$(installed_by_dnf hello)" "version that dnf installed from snapshot $1, $2"
}

start_server
expect_success upload "$(make_deb hello 1.0)"
old_rpm=$(make_rpm hello 1.0)
expect_success upload "$old_rpm"
good=$(revision)
time=$(date -u +%Y%m%dT%H%M%SZ)
expect_success api POST /repositories/main/pins "{\"name\":\"golden\",\"channel\":\"dev\",\"revision\":$good}"
until_true is_over "$time" || fail "the clock stands still"
new_deb=$(make_deb hello 2.0)
expect_success upload "$new_deb"
expect_success upload "$(make_rpm hello 2.0)"

installs_the_old_version "r$good" published
installs_the_old_version "$time" published
installs_the_old_version golden published

release=$(curl --fail -sS "$url/main/deb/snapshots/r$good/dists/dev/Release")
expect_success rotate_key
installs_the_old_version "r$good" rotated
expect_equal "$release" "$(curl --fail -sS "$url/main/deb/snapshots/r$good/dists/dev/Release")" "Release after the rotation"
curl --fail -sS "$url/main/rpm/snapshots/r$good/dev/x86_64/repodata/repomd.xml.key" >"$work/repomd.key"
expect_success grep -q "$(sed -n 3p "$(export_key "$(active_key)")")" "$work/repomd.key"

stop_server
start_server
installs_the_old_version "r$good" restarted

at_snapshot "r$((good + 1))" purged
expect_success apt_update
expect_equal 2.0 "$(apt_candidate hello)" "what the snapshot offers before the purge"
expect_success api POST "/repositories/main/packages/$(digest_of "$new_deb")/purge" '{"reason":"a leaked secret"}'
expect_failure apt_install hello
expect_output "410  Gone"
expect_success apt_update
expect_equal 1.0 "$(apt_candidate hello)" "what the snapshot offers after the purge"

expect_success api PATCH /repositories/main '{"retention":{"revisions":1}}'
expect_equal 404 "$(status_of "/main/deb/snapshots/r999/dists/dev/InRelease")" "a revision to come"
expect_success grep -q unknown-revision "$work/answer"
stop_server
expect_success "$SLIPWAYD" gc --data "$data"
expect_success "$SLIPWAYD" fsck --data "$data"
start_server
expect_equal 410 "$(status_of "/main/deb/snapshots/r$((good + 1))/dists/dev/InRelease")" "a revision past retention"
expect_success grep -q past-retention "$work/answer"
installs_the_old_version golden collected
