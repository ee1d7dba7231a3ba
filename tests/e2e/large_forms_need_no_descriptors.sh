#!/bin/sh
# A form of six hundred debs and two hundred rpms, which are signed, goes in as a whole where the daemon may open two
# hundred files.
. "$(dirname "$0")/lib.sh"

python3 "$here/make_corpus.py" --debs 600 "$work/debs"
python3 "$here/make_corpus.py" --rpms 200 "$work/rpms"
start_server
prlimit --pid "$server_pid" --nofile=200:200

set --
for file in $(find "$work/debs" "$work/rpms" -type f); do set -- "$@" -F "package=@$file"; done
expect_success curl --fail-with-body -sS -H "Authorization: Bearer $upload_token" "$@" \
    "$url/api/v1/repositories/main/channels/dev/packages"
expect_equal 800 "$(api GET /repositories/main/channels/dev | json '["package_count"]')" "packages"
expect_success incoming_is_empty

stop_server
expect_success "$SLIPWAYD" fsck --data "$data"
expect_output clean
