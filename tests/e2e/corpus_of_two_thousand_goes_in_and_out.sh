#!/bin/sh
# A large batch of debs and rpms: parallel uploads, every client reads the index, fsck finds nothing.
. "$(dirname "$0")/lib.sh"

python3 "$here/make_corpus.py" --debs 1000 --rpms 1000 "$work/corpus"
start_server

export upload_token url
find "$work/corpus" -type f -print0 | xargs -0 -n 25 -P 8 sh -c '
    for file in "$@"; do
        curl --fail-with-body -sS -o /dev/null -H "Authorization: Bearer $upload_token" -T "$file" \
            "$url/api/v1/repositories/main/channels/dev/packages/" || exit 255
    done' sh >"$work/output" 2>&1 || fail "an upload failed"

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
stop_server
expect_success "$SLIPWAYD" fsck --data "$data"
