#!/bin/sh
# What an index that was replaced refers to is still there: by hash for apt, by name for dnf, also after a restart.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_deb hello 1.0)"
expect_success upload "$(make_rpm hello 1.0)"
curl --fail -sS -o "$work/Release" "$url/main/deb/dists/dev/Release"
curl --fail -sS -o "$work/repomd.xml" "$url/main/rpm/dev/x86_64/repodata/repomd.xml"
digests=$(sed -n '/^SHA256:/,$s/^ \([0-9a-f]*\) .* \(main\/binary-amd64\/Packages.[gx]z\)$/\1/p' "$work/Release")
expect_equal 2 "$(echo "$digests" | wc -w)" "forms of Packages"
indexes=$(sed -n 's/.*<location href="\(repodata\/[^"]*\)".*/\1/p' "$work/repomd.xml")
[ -n "$indexes" ] || fail "repomd.xml lists no files"

check_all() {
    for digest in $digests; do
        expect_equal "$digest  -" \
            "$(curl --fail -sS "$url/main/deb/dists/dev/main/binary-amd64/by-hash/SHA256/$digest" | sha256sum)" "by-hash $1"
    done
    for index in $indexes; do
        digest=$(echo "$index" | sed 's|repodata/\([0-9a-f]*\)-.*|\1|')
        expect_equal "$digest  -" "$(curl --fail -sS "$url/main/rpm/dev/x86_64/$index" | sha256sum)" "$index $1"
    done
}
check_all "while current"
expect_success upload "$(make_deb hello 2.0)"
expect_success upload "$(make_rpm hello 2.0)"
check_all "when replaced"
stop_server
start_server
check_all "after a restart"
