#!/bin/sh
# A thousand debs and a thousand rpms go in, as batches of twenty-five; what the indexes then say of each is what
# apt-ftparchive and createrepo_c say.
. "$(dirname "$0")/lib.sh"

python3 "$here/make_corpus.py" --debs 1000 "$work/debs"
python3 "$here/make_corpus.py" --rpms 1000 "$work/rpms"
start_server

export upload_token url
find "$work/debs" "$work/rpms" -type f -print0 | xargs -0 -n 25 -P 4 sh -c '
    for file in "$@"; do set -- "$@" -F "package=@$file" && shift; done
    curl --fail-with-body -sS -o /dev/null -H "Authorization: Bearer $upload_token" "$@" \
        "$url/api/v1/repositories/main/channels/dev/packages"' sh >"$work/output" 2>&1 || fail "an upload failed"
expect_equal 2000 "$(api GET /repositories/main/channels/dev | json '["package_count"]')" "packages"

use_apt
apt_source
expect_success apt_update
use_dnf
dnf_source
expect_success dnf_yes --refresh makecache
use_zypper
zypper_source
expect_success zypper_refresh --gpg-auto-import-keys

curl --fail -sS "$url/main/deb/dists/dev/main/binary-amd64/Packages.xz" | xz -d >"$work/Packages"
(cd "$work" && apt-ftparchive packages debs >"$work/Packages.expected")
expect_success python3 "$here/compare_indexes.py" deb "$work/Packages.expected" "$work/Packages"
expect_output "1000 packages agree"

createrepo_c --quiet --compatibility "$work/rpms"
for document in primary filelists other; do
    gzip -dc "$work/rpms/repodata"/*-$document.xml.gz >"$work/$document.expected"
    curl --fail -sS "$url/main/rpm/dev/x86_64/repodata/repomd.xml" |
        sed -n "s|.*href=\"\(repodata/[^\"]*-$document.xml.gz\)\".*|\1|p" >"$work/location"
    curl --fail -sS "$url/main/rpm/dev/x86_64/$(cat "$work/location")" | gzip -d >"$work/$document"
    expect_success python3 "$here/compare_indexes.py" $document "$work/$document.expected" "$work/$document"
    expect_output "1000 packages agree"
done

stop_server
expect_success "$SLIPWAYD" fsck --data "$data"
expect_output clean
