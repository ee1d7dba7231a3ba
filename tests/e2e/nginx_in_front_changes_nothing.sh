#!/bin/sh
# With config/nginx-example.conf a real nginx in front passes large uploads, early refusals, ranges and client addresses.
. "$(dirname "$0")/lib.sh"

port=$(free_port)
front=https://packages.example.com:$port
start_server --public-url "$front" --config "$here/proxied.toml"
start_nginx "$port"
through_nginx() { curl --fail-with-body -sS --cacert "$work/front.pem" --resolve "packages.example.com:$port:127.0.0.1" "$@"; }
packages=$front/api/v1/repositories/main/channels/staging/packages

# 200 MB that do not compress
mkdir -p "$work/large/DEBIAN"
make_deb hello 1.0 >/dev/null
cp "$work/make-deb/hello/DEBIAN/control" "$work/large/DEBIAN/"
head -c 200000000 /dev/urandom >"$work/large/blob"
dpkg-deb -Znone --build --root-owner-group "$work/large" "$work/hello_1.0_all.deb" >/dev/null
expect_success through_nginx --interface 127.0.0.2 -H "Authorization: Bearer $upload_token" -T "$work/hello_1.0_all.deb" "$packages/"
path=$(json '["packages"][0]["path"]' <"$work/output")

# the same name and version with other bytes, refused by its digest before the body is read
mkdir -p "$work/other"
printf 'x' | cat "$work/hello_1.0_all.deb" - >"$work/other/hello_1.0_all.deb"
status=$(through_nginx -o "$work/answer" -w '%{http_code}' -H "Authorization: Bearer $upload_token" -H 'Expect: 100-continue' \
    -H "X-Checksum-Sha256: $(sha256sum "$work/other/hello_1.0_all.deb" | cut -d ' ' -f 1)" -T "$work/other/hello_1.0_all.deb" "$packages/") || :
expect_equal 409 "$status" "status of the second upload"
expect_success grep -q package-exists "$work/answer"

# ranges, through a path that must come unchanged
through_nginx -r 100-199 -o "$work/part" "$front$path"
tail -c +101 "$work/hello_1.0_all.deb" | head -c 100 >"$work/expected"
expect_success cmp "$work/expected" "$work/part"

# the client's address, not nginx's
api GET "/events?limit=1000" >"$work/output"
expect_output 127.0.0.2

# closed to the outside
start_nginx "$port" 's|allow 127.0.0.0/8;|allow 127.0.0.2;|'
for closed in /api/v1/repositories /metrics; do
    expect_equal 403 "$(through_nginx -o /dev/null -w '%{http_code}' "$front$closed" 2>/dev/null || :)" "$closed from outside"
done
expect_success through_nginx -o /dev/null "$front/main/keys.asc"
