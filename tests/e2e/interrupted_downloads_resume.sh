#!/bin/sh
# A download that broke off goes on where it was; if the file is another one by now, it begins again.
. "$(dirname "$0")/lib.sh"

start_server
make_large_deb large 1.0 3000000 "$work/large_1.0_all.deb"
expect_success upload "$work/large_1.0_all.deb"
package=$url$(json '["packages"][0]["path"]' <"$work/output")

head -c 1234567 "$work/large_1.0_all.deb" >"$work/part"
expect_success curl --fail -sS -C - -o "$work/part" -w '%{http_code} %{size_download}' "$package"
expect_output "206 1765433"
expect_success cmp "$work/large_1.0_all.deb" "$work/part"

index=$url/main/deb/dists/dev/InRelease
curl --fail -sS -D "$work/head" -o "$work/first" "$index"
etag=$(sed -n 's/^etag: \(.*\)\r$/\1/Ip' "$work/head")
expect_success curl --fail -sS -r 100- -H "If-Range: $etag" -o "$work/rest" -w '%{http_code}' "$index"
expect_output 206
expect_success upload "$(make_deb hello 1.0)"
curl --fail -sS -o "$work/second" "$index"
expect_success curl --fail -sS -r 100- -H "If-Range: $etag" -o "$work/rest" -w '%{http_code}' "$index"
expect_output 200
expect_success cmp "$work/second" "$work/rest"
