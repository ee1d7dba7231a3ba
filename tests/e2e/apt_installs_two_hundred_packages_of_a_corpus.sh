#!/bin/sh
# Two hundred packages with real dependencies go in as they come and are all found by apt.
. "$(dirname "$0")/lib.sh"

python3 "$here/make_corpus.py" --debs 200 "$work/corpus"
start_server

for file in "$work/corpus"/*.deb; do
    expect_success upload "$file"
done

use_apt
apt_source
expect_success apt_update
expect_equal 200 "$(api GET /repositories/main/channels/dev | json '["package_count"]')" "packages"
for file in "$work/corpus"/*.deb; do
    name=$(dpkg-deb -f "$file" Package)
    expect_success apt_get download -o Dir::Cache::archives="$work" --print-uris "$name"
done
