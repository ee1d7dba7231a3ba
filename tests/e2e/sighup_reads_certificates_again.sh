#!/bin/sh
# A renewed certificate is served after a SIGHUP, and apt and dnf go on with it; a broken one changes nothing but the
# log. Nothing below TLS 1.2.
. "$(dirname "$0")/lib.sh"

# certificate NAME: makes a key and a certificate for this name where the server looks for them.
certificate() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=$1" \
        -addext subjectAltName=IP:127.0.0.1 -keyout "$work/tls.key" -out "$work/tls.pem" 2>/dev/null
}
served() { openssl s_client -connect "${url#https://}" "$@" </dev/null 2>&1; }
serves() { served | grep -q "subject=CN = $1\$"; }
logged() { grep -q "$1" "$work/server.log"; }

# The certificate is its own authority: who trusts second.pem cannot have spoken with the first.
expect_update() {
    sed -i "s|$work/[a-z]*.pem|$work/$1.pem|" "$apt_root/apt.conf" "$dnf_root/etc/yum.repos.d/slipway.repo"
    expect_success apt_update
    expect_success dnf_install "$2"
}

certificate first.example
cp "$work/tls.pem" "$work/first.pem"
printf '[tls]\ncertificate = "%s"\nprivate_key = "%s"\n' "$work/tls.pem" "$work/tls.key" >"$work/slipway.toml"
listen=https://127.0.0.1:$(free_port)
start_server --config "$work/slipway.toml"
serves first.example || fail "the first certificate is not served"
export CURL_CA_BUNDLE="$work/first.pem"
for name in one two; do expect_success upload "$(make_rpm $name 1.0)"; done
expect_success upload "$(make_deb one 1.0)"
use_apt
echo "Acquire::https::CaInfo \"$work/first.pem\";" >>"$apt_root/apt.conf"
apt_source
use_dnf
dnf_source
sed -i "s|^type=rpm-md$|&\nsslcacert=$work/first.pem|" "$dnf_root/etc/yum.repos.d/slipway.repo"
expect_update first one

certificate second.example
cp "$work/tls.pem" "$work/second.pem"
serves first.example || fail "a certificate was read without being told"
kill -HUP "$server_pid"
until_true serves second.example || fail "the second certificate is not served"
expect_equal ok "$(curl --fail -sS --cacert "$work/second.pem" "$url/healthz")" "health under the second certificate"
expect_failure apt_update
expect_update second two

echo "no certificate" >"$work/tls.pem"
kill -HUP "$server_pid"
until_true logged "could not be read again" || fail "nothing is said of the broken certificate"
serves second.example || fail "the broken certificate replaced the old one"

served -tls1_3 | grep -q "Protocol *: TLSv1.3\|New, TLSv1.3" || fail "TLS 1.3 is not spoken"
served -tls1_2 | grep -q "Protocol *: TLSv1.2\|New, TLSv1.2" || fail "TLS 1.2 is not spoken"
expect_failure served -tls1_1 -cipher 'ALL:@SECLEVEL=0'
