#!/bin/sh
# Two hundred packages with the fields of real ones go in one by one; apt finds all of them and fetches every byte.
. "$(dirname "$0")/lib.sh"

python3 "$here/make_corpus.py" --debs 200 "$work/corpus"
start_server
for file in "$work/corpus"/*.deb; do
    expect_success upload "$file"
done
expect_equal 200 "$(api GET /repositories/main/channels/dev | json '["package_count"]')" "packages"

use_apt
apt_source
expect_success apt_update
mkdir "$work/fetched" && cd "$work/fetched"
# shellcheck disable=SC2046  # one word per package
expect_success apt_get download $(for file in "$work/corpus"/*.deb; do dpkg-deb -f "$file" Package; done)
digests() { (cd "$1" && sha256sum -- *.deb | cut -d ' ' -f 1 | sort); }
expect_equal "$(digests "$work/corpus")" "$(digests "$work/fetched")" "digests of the fetched packages"
