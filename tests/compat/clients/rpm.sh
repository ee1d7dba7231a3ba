# rpm alone: it reads no index, but its check of packages is what dnf and zypper rely on. The words are those of cases.sh.
native=x86_64

make_package() { make_rpm "$@"; }
dress_machine() { dress_as fedora 42 rpm; }

# set_up_by_file [BASE]: the keys, imported; packages come from BASE.
set_up_by_file() {
    package_base=${1:-$url}
    import_served_keys
}
import_served_keys() {
    curl --fail -sS -o "$work/rpm-keys.asc" "$url/main/rpm-keys.asc"
    import "$work/rpm-keys.asc"
}
import() {
    take "$1" /etc/pki/keys.asc
    inside rpm --import /etc/pki/keys.asc
}
trust_only() {
    fresh_machine
    import "$1"
}

# There is no index; what an administrator does after a rotation.
refresh() { import_served_keys; }
refresh_with_trusted_keys() { :; }

# The newest package of that name: checked, then installed.
install_package() {
    for name in "$@"; do
        path=$(api GET "/repositories/main/channels/dev/packages?name=$name" | json '["packages"][-1]["path"]') || return
        curl --fail -sS -o "$root/var/tmp/$name.rpm" "$package_base$path" || return
        inside rpm --checksig "/var/tmp/$name.rpm" || return
        inside rpm --upgrade "/var/tmp/$name.rpm" || return
    done
}
upgrade_package() { install_package "$@"; }

takes_a_new_key="refuses until the new key is imported"
attended_refresh() { :; }
# A change that rpm must see: no digest within an rpm covers the space kept free for signatures, in the middle of a small one.
start_tampering_proxy() { start_proxy --change '\.rpm$' 'a test package' 'a best package'; }
stops_at_a_rotation() { return 0; }
learns_an_announced_key() { return 1; }
