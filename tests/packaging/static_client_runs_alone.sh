#!/bin/sh
# The static client (scripts/static-client) in a root that holds nothing else but certificates: it knows its version, finds
# names in /etc/hosts, uploads over HTTP, and over HTTPS with the certificates that the system trusts.
packaging=$(cd "$(dirname "$0")" && pwd)
. "$packaging/../e2e/lib.sh"
client=$(static_client) || { echo "scripts/static-client has built none of this version" && exit 77; }

root=$work/root
mkdir -p "$root/etc/ssl/certs"
cp "$client" "$(make_deb hello 1.0)" "$root/"
echo "127.0.0.1 packages.example.com" >"$root/etc/hosts"
alone() {
    unshare $([ "$(id -u)" = 0 ] || echo --map-root-user) chroot "$root" /slipway "$@" </dev/null
}

expect_success alone --version
expect_output "slipway "
start_server
cp "$data/upload-token" "$root/token"
expect_success alone push /hello_1.0_all.deb --to main/dev --token-file /token --server "$url"
expect_output "published in dev"
expect_success alone list main/dev --token-file /token --server "http://packages.example.com:${listen##*:}"
expect_output hello

port=$(free_port)
start_nginx "$port"
expect_exit 69 alone list main/dev --token-file /token --server "https://packages.example.com:$port" --retries 0
cp "$work/front.pem" "$root/etc/ssl/certs/ca-certificates.crt"
expect_success alone list main/dev --token-file /token --server "https://packages.example.com:$port"
expect_output hello
expect_exit 69 alone list main/dev --token-file /token --server "https://nowhere.invalid" --retries 0
