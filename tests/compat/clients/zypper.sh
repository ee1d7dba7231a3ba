# zypper in a root of its own, whose rpm database is empty. The words are those of cases.sh.
native=x86_64
index_to_tamper='primary\.xml'

make_package() { make_rpm "$@"; }
dress_machine() {
    dress_as opensuse-leap 15.6 zypper
    mkdir -p "$root/etc/zypp/repos.d"
    # libzypp asks for a glibc that is an rpm.
    : >"$root/etc/zypp/systemCheck"
}

set_up_by_file() { curl --fail -sS -o "$root/etc/zypp/repos.d/main-rpm-dev.repo" "${1:-$url}/main/rpm/dev.repo"; }
takes_no_url() { return 1; }
set_up_by_url() { run_zypper addrepo -f "$url/main/rpm/dev.repo"; }
# Trusted is what rpm knows.
trust_only() {
    take "$1" /etc/pki/only.asc
    sed -i 's|^gpgkey=.*|gpgkey=file:///etc/pki/only.asc|' "$root/etc/zypp/repos.d/main-rpm-dev.repo"
    inside rpm --import /etc/pki/only.asc
}

point_at_snapshot() { sed -i "s|/main/rpm/|/main/rpm/snapshots/$1/|" "$root/etc/zypp/repos.d/main-rpm-dev.repo"; }

run_zypper() { inside zypper --non-interactive "$@"; }
refresh() { run_zypper --gpg-auto-import-keys refresh --force; }
# A new key that no hint announced is not taken.
attended_refresh() { run_zypper refresh --force; }
# With --gpg-auto-import-keys it would take any key, also the one beside repomd.xml.
refresh_with_trusted_keys() { attended_refresh; }
refresh_every_form() { refresh; }
install_package() { run_zypper install --no-recommends "$@"; }
upgrade_package() { run_zypper update --no-recommends "$@"; }

takes_a_new_key="stops at the new key until --gpg-auto-import-keys takes it once, as documented"
stops_at_a_rotation() { return 0; }
# The hint is read since libzypp 17.36, which the zypper of Debian 13 is the first to have.
learns_an_announced_key() { dpkg --compare-versions "$client_version" ge 1.14.80; }
knows_standby_keys() { learns_an_announced_key; }
