# dnf 4 and dnf5 in a root of their own, whose rpm database is empty. The words are those of cases.sh.
native=x86_64
index_to_tamper='primary\.xml'

make_package() { make_rpm "$@"; }
dress_machine() {
    if [ "$client" = dnf ]; then dress_as fedora 40 dnf dnf-3; else dress_as fedora 42 "$client"; fi
    [ "$client" = dnf ] || ln -s "$client" "$root/usr/bin/dnf"
    # A plugin that copies packages with createrepo_c, which is not there.
    rm -f "$root/etc/dnf/libdnf5-plugins/local.conf"
    mkdir -p "$root/etc/yum.repos.d"
}

set_up_by_file() { curl --fail -sS -o "$root/etc/yum.repos.d/main-rpm-dev.repo" "${1:-$url}/main/rpm/dev.repo"; }
# A command of dnf5, and a plugin of dnf 4.
takes_no_url() {
    [ "$client" = dnf ] && [ ! -e "$base/usr/lib/python3/dist-packages/dnf-plugins/config_manager.py" ] || return 1
    echo "config-manager is a plugin of dnf 4 that the root lacks"
}
set_up_by_url() {
    case $client in
        dnf5) run_dnf config-manager addrepo --from-repofile="$url/main/rpm/dev.repo" ;;
        *) run_dnf config-manager --add-repo "$url/main/rpm/dev.repo" ;;
    esac
}
trust_only() {
    take "$1" /etc/pki/rpm-gpg/only
    sed -i 's|^gpgkey=.*|gpgkey=file:///etc/pki/rpm-gpg/only|' "$root/etc/yum.repos.d/main-rpm-dev.repo"
}

point_at_snapshot() { sed -i "s|/main/rpm/|/main/rpm/snapshots/$1/|" "$root/etc/yum.repos.d/main-rpm-dev.repo"; }

# Without -y nobody answers the question about a new key.
run_dnf() { inside "$client" --setopt=skip_if_unavailable=0 "$@"; }
refresh() { run_dnf -y --refresh makecache; }
attended_refresh() { run_dnf --refresh makecache; }
# Even with -y no key comes from elsewhere than gpgkey=.
refresh_with_trusted_keys() { refresh; }
refresh_every_form() { refresh; }
install_package() { run_dnf -y install "$@"; }
upgrade_package() { run_dnf -y --refresh upgrade "$@"; }

takes_a_new_key="stops at the new key until a run with -y takes it, as documented"
stops_at_a_rotation() { return 0; }
learns_an_announced_key() { return 1; }
