#!/bin/sh
# keys.gpg and keys.asc both serve as signed-by, before and while a second key exists.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_deb hello 1.0)"
for step in "one key" "two keys"; do
    for form in keys.gpg keys.asc; do
        expect_success curl --fail -sS -o "$work/$form" "$url/main/$form"
        use_apt "apt-$form"
        apt_source_with_key "$work/$form"
        expect_success apt_update
    done
    expect_success api POST /repositories/main/keys '{"algorithm":"rsa3072"}'
done
expect_success apt_install hello
