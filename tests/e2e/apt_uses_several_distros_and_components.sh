#!/bin/sh
# One upload goes into two distros, another into a component of one; apt finds each where it belongs and nowhere else. A
# component nobody declared is a mistake.
. "$(dirname "$0")/lib.sh"

start_server
expect_success api PUT /repositories/main/distros/bookworm '{"format":"deb","components":["main","extra"]}'
expect_success api PUT /repositories/main/distros/trixie '{"format":"deb"}'
packages=$url/api/v1/repositories/main/channels/dev/packages
put() { curl --fail-with-body -sS -H "Authorization: Bearer $upload_token" -T "$1" "$packages/?$2"; }
expect_success put "$(make_deb everywhere 1.0)" distro=bookworm,trixie
expect_success put "$(make_deb special 1.0)" 'distro=bookworm&component=extra'
expect_failure put "$(make_deb typo 1.0)" 'distro=bookworm&component=extar'
expect_output '"code":"unknown-component"'
expect_success curl --fail-with-body -sS -H "Authorization: Bearer $upload_token" \
    -F "bookworm/extra=@$(make_deb by-field 1.0)" -F "trixie=@$(make_deb by-other-field 1.0)" "$packages"
key=$work/keys.asc
curl --fail -sS -o "$key" "$url/main/keys.asc"

# candidates NAME...: what this machine would install, "-" for nothing.
candidates() { for name in "$@"; do candidate=$(apt_candidate "$name"); printf '%s ' "${candidate:--}"; done; }
use_apt apt-bookworm
apt_source_with_key "$key" "$url/main/bookworm"
expect_success apt_update
expect_equal "1.0 - - - " "$(candidates everywhere special by-field by-other-field)" "bookworm main"
sed -i 's/ main$/ main extra/' "$apt_root/etc/apt/sources.list.d/slipway.list"
expect_success apt_update
expect_equal "1.0 1.0 1.0 - " "$(candidates everywhere special by-field by-other-field)" "bookworm main extra"
expect_success apt_install everywhere special
use_apt apt-trixie
apt_source_with_key "$key" "$url/main/trixie"
expect_success apt_update
expect_equal "1.0 - - 1.0 " "$(candidates everywhere special by-field by-other-field)" "trixie main"
