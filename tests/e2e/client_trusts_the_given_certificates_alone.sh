#!/bin/sh
# With --ca-file a server is trusted by its certificates and by no other; an untrusted server gets no token and is not
# asked again.
. "$(dirname "$0")/lib.sh"

for name in tls other; do
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 \
        -keyout "$work/$name.key" -out "$work/$name.pem" 2>/dev/null
done
printf '[tls]\ncertificate = "%s"\nprivate_key = "%s"\n' "$work/tls.pem" "$work/tls.key" >"$work/slipway.toml"
port=$(free_port)
listen=https://127.0.0.1:$port
start_server --config "$work/slipway.toml" --public-url "https://127.0.0.1:$port/packages"
url=$url/packages

expect_success push "$(make_deb hello 1.0)" --ca-file "$work/tls.pem"
expect_output "$url/main/deb/pool/main/h/hello/"
export SLIPWAY_CA_FILE="$work/tls.pem"
expect_success slipway list main/dev
export SLIPWAY_CA_FILE="$work/other.pem"
expect_exit 69 slipway list main/dev
expect_no_output "trying again"
unset SLIPWAY_CA_FILE
expect_exit 69 slipway list main/dev
expect_output certificate
