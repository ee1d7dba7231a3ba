# apt in a Debian of its own. The words are those of cases.sh.
native=amd64
index_to_tamper='/(by-hash/SHA256/|Packages)'

make_package() { make_deb "$@"; }
dress_machine() { rm -rf "$root"/etc/apt/sources.list "$root"/etc/apt/sources.list.d/*; }

# Before 2.3.10 a .sources file could not hold a key.
cannot_read_the_set_up_file() {
    ! dpkg --compare-versions "$client_version" ge 2.3.10 || return 1
    echo "apt < 2.3.10 reads no embedded key: the script writes a .list and a key file"
}
set_up_by_file() {
    if cannot_read_the_set_up_file >/dev/null; then set_up_by_script "$@"; return; fi
    curl --fail -sS -o "$root/etc/apt/sources.list.d/main-dev.sources" "${1:-$url}/main/deb/dev.sources"
}
trust_only() {
    rm -rf "$root"/etc/apt/sources.list.d/*
    take "$1" /etc/apt/keyrings/only.asc
    echo "deb [signed-by=/etc/apt/keyrings/only.asc] $url/main/deb dev main" >"$root/etc/apt/sources.list.d/only.list"
}

apt_get() { inside apt-get -q -y -o APT::Update::Error-Mode=any "$@"; }
refresh() { apt_get update; }
attended_refresh() { apt_get update; }
refresh_with_trusted_keys() { apt_get update; }
# Both forms of the index: apt prefers xz, so gz is asked for by name.
refresh_every_form() {
    refresh
    rm -rf "$root"/var/lib/apt/lists/*
    apt_get -o Acquire::CompressionTypes::Order::=gz update
}
install_package() { apt_get install "$@"; }
upgrade_package() { apt_get install --only-upgrade "$@"; }

# Standby and retiring keys sign as well: apt never meets a key change.
stops_at_a_rotation() { return 1; }
learns_an_announced_key() { return 0; }

point_at_snapshot() { sed -i "s|/main/deb/* |/main/deb/snapshots/$1 |; s|/main/deb/*$|/main/deb/snapshots/$1|" "$root"/etc/apt/sources.list.d/*; }
finds_snapshots() { dpkg --compare-versions "$client_version" ge 2.7; }
name_snapshot() { echo "Snapshot: $1" | sed -i '/^Suites:/r /dev/stdin' "$root"/etc/apt/sources.list.d/*.sources; }
refresh_at() { apt_get --snapshot "$1" update; }
install_at() {
    time=$1
    shift
    apt_get --snapshot "$time" install "$@"
}
