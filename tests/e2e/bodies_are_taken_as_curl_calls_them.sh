#!/bin/sh
# A raw body is a package whatever curl calls it: "multipart/form-data" without a boundary, as Nexus documents its upload
# line, or "application/x-www-form-urlencoded", which curl's --data-binary says of every file. apt and dnf install it.
. "$(dirname "$0")/lib.sh"

start_server
# sent STATUS ARGUMENT...: curl's request to upload is answered so.
sent() {
    status=$1
    shift
    expect_success curl -sS -o "$work/answer" -w '%{http_code}' -H "Authorization: Bearer $upload_token" "$@" \
        "$url/api/v1/repositories/main/channels/dev/packages"
    expect_equal "$status" "$(cat "$work/output")" "the answer to curl $*: $(cat "$work/answer"): status"
}

sent 201 -X POST -H 'Content-Type: multipart/form-data' --data-binary "@$(make_deb hello 1.0)"
sent 201 -X POST -H 'Content-Type: multipart/form-data' --data-binary "@$(make_rpm hello 1.0)"
sent 201 --data-binary "@$(make_deb world 1.0)"
sent 201 --data-binary "@$(make_rpm world 1.0)"

use_apt
apt_source
expect_success apt_update
expect_success apt_install hello world
expect_equal "1.0 1.0" "$(installed_by_apt hello) $(installed_by_apt world)" "installed by apt"

use_dnf
dnf_source
expect_success dnf_install hello world
expect_equal "1.0 1.0" "$(installed_by_dnf hello) $(installed_by_dnf world)" "installed by dnf"
