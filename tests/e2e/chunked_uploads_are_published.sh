#!/bin/sh
# An upload whose length nobody knows beforehand, from a pipe, is published like any other.
. "$(dirname "$0")/lib.sh"

start_server
file=$(make_deb hello 1.0)
upload_from_pipe() {
    curl --fail-with-body -sS -H "Authorization: Bearer $upload_token" -H "Transfer-Encoding: chunked" -T - \
        "$url/api/v1/repositories/main/channels/dev/packages/hello_1.0_all.deb"
}
cat "$file" | upload_from_pipe >"$work/answer" || fail "the upload: $(cat "$work/answer")"
expect_equal "$(sha256sum "$file" | cut -d ' ' -f 1)" "$(json '["packages"][0]["sha256"]' <"$work/answer")" "digest"

use_apt
apt_source
expect_success apt_update
expect_success apt_install hello
expect_equal 1.0 "$(installed_by_apt hello)" "installed version"
