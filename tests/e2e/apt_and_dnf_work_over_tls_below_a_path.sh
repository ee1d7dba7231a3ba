#!/bin/sh
# Slipway's own TLS, with the settings of docs/tls-and-proxies.md and a public_url that has a path: every URL it writes leads
# back to it.
. "$(dirname "$0")/lib.sh"

openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 \
    -keyout "$work/tls.key" -out "$work/tls.pem" 2>/dev/null
documented_settings 1 | sed -e "s|/etc/slipway/tls.crt|$work/tls.pem|" -e "s|/etc/slipway/tls.key|$work/tls.key|" >"$work/slipway.toml"
expect_equal 2 "$(grep -c "$work/tls" "$work/slipway.toml")" "files that the settings name"
port=$(free_port)
listen=https://127.0.0.1:$port
start_server --config "$work/slipway.toml" --public-url "https://127.0.0.1:$port/packages"
export CURL_CA_BUNDLE="$work/tls.pem"
expect_equal ok "$(curl --fail -sS "$url/healthz")" "health at the root"
url=$url/packages
expect_equal ok "$(curl --fail -sS "$url/healthz")" "health below the path"
expect_success upload "$(make_deb hello 1.0)"
expect_output "\"url\":\"$url/main/deb/pool/main/h/hello/"
expect_success curl --fail -sS -o "$work/served.deb" "$(json '["packages"][0]["url"]' <"$work/output")"
expect_success upload "$(make_rpm hello 1.0)"

use_apt
echo "Acquire::https::CaInfo \"$work/tls.pem\";" >>"$apt_root/apt.conf"
apt_source
expect_success apt_update
expect_success apt_install hello
expect_equal 1.0 "$(installed_by_apt hello)" "installed by apt"

use_dnf
dnf_source
sed -i "s|^type=rpm-md$|&\nsslcacert=$work/tls.pem|" "$dnf_root/etc/yum.repos.d/slipway.repo"
expect_success dnf_install hello
expect_equal 1.0 "$(installed_by_dnf hello)" "installed by dnf"
