#!/bin/sh
# The answers a build script relies on: 201 for new bytes, 200 for a retry, 409 for a version that is taken, and a batch
# that is taken in whole or not at all.
. "$(dirname "$0")/lib.sh"

start_server
packages=$url/api/v1/repositories/main/channels
# answered STATUS CURL_ARGUMENT...
answered() {
    status=$1
    shift
    expect_equal "$status" "$(curl -sS -o "$work/output" -w '%{http_code}' -H "Authorization: Bearer $upload_token" "$@")" "status"
}
for kind in deb rpm; do
    first=$(make_$kind hello 1.0)
    mkdir -p "$work/first" "$work/other"
    cp "$first" "$work/first/"
    first=$work/first/$(basename "$first")
    sleep 1.1 # packages built within one second could be equal
    touch "$work/make-$kind"
    other=$(make_$kind hello 1.0)
    ! cmp -s "$first" "$other" || fail "both builds are equal"

    answered 201 -T "$first" "$packages/staging/packages/"
    answered 200 -T "$first" "$packages/staging/packages/"
    answered 409 -T "$other" "$packages/staging/packages/"
    expect_output '"code":"package-exists"'
    expect_output "$(sha256sum "$other" | cut -d ' ' -f 1)"
    expect_output '"type":"/problems/package-exists"'
    expect_success curl -sS --fail "$url/problems/package-exists"
    expect_output "Build the package with a higher version"

    digest=$(api GET "/repositories/main/channels/staging/packages?distro=$kind" | json '["packages"][0]["sha256"]')
    expect_success api DELETE "/repositories/main/channels/staging/packages/$digest"
    answered 409 -T "$other" "$packages/staging/packages/"
    answered 201 -T "$first" "$packages/staging/packages/"

    answered 201 -T "$first" "$packages/dev/packages/"
    answered 201 -T "$other" "$packages/dev/packages/"
    expect_equal 1 "$(api GET "/repositories/main/channels/dev/packages?distro=$kind" | json '["packages"].__len__()')" "packages"
done

before=$(revision)
echo "no package" >"$work/broken.deb"
answered 422 -F "package=@$(make_deb batch 1.0)" -F "package=@$work/broken.deb" "$packages/dev/packages"
expect_output '"file":"broken.deb"'
expect_equal "$before" "$(revision)" "revision after the refused batch"
answered 201 -F "deb=@$(make_deb batch 1.0)" -F "rpm=@$(make_rpm batch 1.0)" "$packages/dev/packages"
expect_equal $((before + 1)) "$(revision)" "revision after the batch"
