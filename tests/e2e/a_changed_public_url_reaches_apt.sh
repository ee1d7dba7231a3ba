#!/bin/sh
# The next start with another public URL publishes what apt reads again, in the same revision, and nothing else.
. "$(dirname "$0")/lib.sh"

release() { curl --fail -sS "$url/main/deb/dists/dev/InRelease"; }
names() { release | grep -qxF "Snapshots: $1/main/deb/snapshots/@SNAPSHOTID@/"; }
names_none() { ! release | grep -q '^Snapshots:'; }

start_server
expect_success names_none
expect_success upload "$(make_deb hello 1.0)"
before=$(revision)
repomd=$(curl --fail -sS "$url/main/rpm/dev/x86_64/repodata/repomd.xml.asc")
for public_url in http://one.example.com https://two.example.com/packages; do
    stop_server
    listen=127.0.0.1:$(free_port)
    start_server --public-url "$public_url"
    url="http://$listen${public_url#*.com}"
    until_true names "$public_url" || fail "Release does not name $public_url"
    expect_equal "$before" "$(revision)" "revision"
    expect_equal "$repomd" "$(curl --fail -sS "$url/main/rpm/dev/x86_64/repodata/repomd.xml.asc")" "signature of repomd.xml"
done
stop_server
start_server
until_true names_none || fail "Release names snapshots that have no address"
