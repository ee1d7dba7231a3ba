#!/bin/sh
# Whoever has no token sees in no page, file, directory and answer of the API who did something: no address of a client and no
# name of a token. Everything in the history was done by named tokens from one address, which a proxy tells.
. "$(dirname "$0")/lib.sh"

address=203.0.113.77
# token NAME SCOPE...: makes it. by NAME METHOD PATH [JSON], upload_by NAME PATH FILE: requests with it, from that address.
token() {
    name=$1
    shift
    scopes=$(printf ',"%s"' "$@")
    api POST /tokens "{\"name\":\"$name\",\"scopes\":[${scopes#,}]}" | json '["secret"]' >"$work/$name.token"
}
request_of() {
    who=$1
    shift
    curl --fail-with-body -sS -H "Authorization: Bearer $(cat "$work/$who.token")" -H "X-Forwarded-For: $address" "$@"
}
by() {
    request_of "$1" -X "$2" ${4:+-H 'Content-Type: application/json' --data "$4"} "$url/api/v1$3"
}
upload_by() { request_of "$1" -T "$3" -H 'Slipway-Source-Commit: 0123456789abcdef' "$url/api/v1$2"; }

start_server --config "$here/proxied.toml"
token nightwatch-builder upload:main
token harbour-releaser promote:main
token quay-administrator 'admin:*'
token gate-neighbour upload:second
main=/repositories/main
digest() { sha256sum "$1" | cut -d ' ' -f 1; }
hello_deb=$(make_deb hello 1.0) hello_rpm=$(make_rpm hello 1.0) leaked=$(make_deb leaked 1.0)

expect_success upload_by nightwatch-builder "$main/channels/dev/packages/" "$hello_deb"
expect_success request_of nightwatch-builder -F "package=@$hello_rpm" -F "package=@$leaked" "$url/api/v1$main/channels/dev/packages"
expect_success upload_by nightwatch-builder "$main/channels/dev/packages/" "$(make_deb hello 2.0)"
expect_success by harbour-releaser POST "$main/promotions" '{"from":"dev","to":"staging","reason":"release 1"}'
expect_success by harbour-releaser POST "$main/pins" '{"name":"golden","channel":"dev","revision":2}'
expect_success by harbour-releaser DELETE "$main/channels/dev/packages/$(digest "$leaked")?reason=mistake"
expect_success by harbour-releaser POST "$main/channels/dev/removals" '{"packages":[{"name":"hello","version":"2.0"}]}'
expect_success by harbour-releaser POST "$main/channels/dev/rollback" '{"revision":3}'
expect_success by quay-administrator POST "$main/packages/$(digest "$leaked")/purge" '{"reason":"a secret"}'
expect_success by quay-administrator PATCH "$main" '{"description":"x","ephemeral":{"pattern":"branch-*","base":"dev","ttl":"1d"}}'
expect_success upload_by nightwatch-builder "$main/channels/branch-a/packages/" "$(make_deb hello 3.0)"
expect_success upload_by nightwatch-builder "$main/channels/branch-b/packages/" "$(make_deb hello 3.0)"
expect_success by quay-administrator DELETE "$main/channels/branch-b?force=true"
expect_success by quay-administrator PATCH "$main/distros/deb" '{"architectures":["amd64","arm64","riscv64"]}'
expect_success by quay-administrator PUT "$main/channels/archive" '{"protected":true}'
first_key=$(active_key)
expect_success by quay-administrator POST "$main/keys/rotate?force=true" '{"algorithm":"ed25519"}'
expect_success by quay-administrator POST "$main/keys/$first_key/revoke" '{}'
expect_success by quay-administrator PUT /repositories/second '{}'
expect_success by quay-administrator DELETE /repositories/second
expect_failure upload_by gate-neighbour "$main/channels/dev/packages/" "$hello_deb"
expect_failure upload_by nightwatch-builder "$main/channels/staging/packages/hello.deb?distro=nowhere" "$hello_deb"
until_true sh -c "curl -fsS -H 'Authorization: Bearer $admin_token' '$url/api/v1/events?limit=1000' | grep -q gate-neighbour" ||
    fail "the refusal is in no event"

expect_success python3 -B "$here/walk_as_stranger.py" "$url" "$admin_token" "$address" nightwatch-builder harbour-releaser \
    quay-administrator gate-neighbour --secret "$upload_token" --secret "$(cat "$work/nightwatch-builder.token")"
tail -n 1 "$work/output"
