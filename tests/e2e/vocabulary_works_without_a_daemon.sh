#!/bin/sh
# The vocabulary itself, tried on repositories made by apt-ftparchive and createrepo_c: real clients install from
# them, and each refuses a wrong key and a changed index. If this fails, look here before blaming the daemon.
. "$(dirname "$0")/lib.sh"

site=$work/site
other_key=$(generate_other_key)
GNUPGHOME=$work/site-key
export GNUPGHOME
mkdir -p -m 700 "$GNUPGHOME"
gpg --batch --quiet --pinentry-mode loopback --passphrase '' --quick-generate-key site@example.com rsa3072 sign never
mkdir -p "$site/main/deb/dists/dev/main/binary-amd64" "$site/main/rpm/dev/x86_64/packages"
gpg --batch --armor --export >"$site/main/keys.asc"
cp "$site/main/keys.asc" "$site/main/rpm-keys.asc"

cp "$(make_deb hello 1.0)" "$site/main/deb/"
(cd "$site/main/deb" && apt-ftparchive packages . >dists/dev/main/binary-amd64/Packages)
(cd "$site/main/deb/dists/dev" &&
    apt-ftparchive -o APT::FTPArchive::Release::Suite=dev -o APT::FTPArchive::Release::Codename=dev release . >"$work/Release" &&
    mv "$work/Release" Release && gpg --batch --quiet --digest-algo SHA256 --clearsign -o InRelease Release)

rpm_file=$(make_rpm hello 1.0)
rpmsign --define "__gpg $(command -v gpg)" --define "_gpg_name site@example.com" --define "_gpg_digest_algo sha256" --addsign "$rpm_file" >"$work/output" 2>&1 || fail "rpmsign"
cp "$rpm_file" "$site/main/rpm/dev/x86_64/packages/"
createrepo_c --quiet "$site/main/rpm/dev/x86_64"
gpg --batch --quiet --armor --detach-sign "$site/main/rpm/dev/x86_64/repodata/repomd.xml"

python3 -u -c '
import functools, http.server, sys
handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=sys.argv[1])
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
print(f"listening on http://127.0.0.1:{server.server_port}")
server.serve_forever()' "$site" >"$work/site.out" 2>"$work/site.log" &
helper_pids="$helper_pids $!"
url=$(wait_for_line "$work/site.out" "listening on " $!) || fail "the static server did not start"
printf '[main-rpm-dev]\nname=dev\nbaseurl=%s/main/rpm/dev/$basearch/\nenabled=1\ngpgcheck=1\nrepo_gpgcheck=1\ngpgkey=%s/main/rpm-keys.asc\ntype=rpm-md\n' \
    "$url" "$url" >"$site/main/rpm/dev.repo"
sed 's|rpm-keys.asc|other.asc|' "$site/main/rpm/dev.repo" >"$site/main/rpm/foreign.repo"
cp "$other_key" "$site/main/other.asc"

use_apt
apt_source_with_key "$site/main/keys.asc"
expect_success apt_update
expect_success apt_install hello
expect_equal 1.0 "$(installed_by_apt hello)" "apt"
use_apt apt-foreign
apt_source_with_key "$other_key"
expect_failure apt_update
expect_output NO_PUBKEY

use_dnf
dnf_source
expect_success dnf_install hello
expect_equal 1.0 "$(installed_by_dnf hello)" "dnf"
use_dnf dnf-foreign
dnf_source foreign
expect_failure dnf_install hello

use_zypper
zypper_source
expect_success zypper_refresh --gpg-auto-import-keys
expect_success zypper_install hello
expect_equal 1.0 "$(installed_by_zypper hello)" "zypper"
use_zypper zypper-foreign
zypper_source foreign
expect_failure zypper_refresh --gpg-auto-import-keys

start_proxy --change '/InRelease$' 'Suite: dev' 'Suite: dew' --flip '/repomd.xml$'
use_apt apt-tampered
apt_source_with_key "$site/main/keys.asc" "$proxy/main/deb"
expect_failure apt_update
expect_output BADSIG
use_dnf dnf-tampered
dnf_source
sed -i "s|^baseurl=$url|baseurl=$proxy|" "$dnf_root/etc/yum.repos.d/slipway.repo"
expect_failure dnf_install hello
use_zypper zypper-tampered
zypper_source
sed -i "s|^baseurl=$url|baseurl=$proxy|" "$zypper_root/etc/zypp/repos.d/slipway.repo"
expect_failure zypper_refresh --gpg-auto-import-keys
