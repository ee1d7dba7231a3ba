# A machine that is this one with a layer in memory above, and no systemd running. Sourced by debian.sh and fedora.sh, which
# run in namespaces of their own, with scratch, url and packages in the environment.
packaging=$(cd "$(dirname "$0")" && pwd)
served=$url
. "$packaging/../e2e/lib.sh"
. "$packaging/../compat/machine.sh"
url=$served base=/

# Nothing of what runs on the host is seen, and nothing of Slipway's that may be installed there.
undress_machine() {
    mount -t tmpfs tmpfs "$root/run"
    mkdir -p "$root/run/systemd-none"
    rm -rf "$root/etc/slipway" "$root/var/lib/slipway" "$root/etc/systemd/system/multi-user.target.wants/slipway.service"
    sed -i '/^slipway:/d' "$root/etc/passwd" "$root/etc/group" "$root/etc/shadow" "$root/etc/gshadow"
}

version=$(basename "$packages"/slipway_*.deb | cut -d_ -f2)
as_slipway() { inside runuser -u slipway -- "$@"; }
expect_the_service() {
    expect_success inside slipwayd version
    expect_output "$version"
    expect_success inside slipway version
    expect_output "$version"
    expect_success inside getent passwd slipway
    expect_equal "700 slipway slipway" "$(inside stat -c '%a %U %G' /var/lib/slipway)" "the data directory"
}

# start_as_slipway: as the unit does, but for systemd; stop_as_slipway ends it.
start_as_slipway() {
    chroot --userspec=slipway "$root" /usr/bin/env -i PATH=/usr/bin:/bin LC_ALL=C.UTF-8 \
        slipwayd serve --config /etc/slipway/slipway.toml --data /var/lib/slipway --listen 127.0.0.1:0 \
        >"$work/service.out" 2>>"$work/server.log" &
    service=$!
    wait_for_line "$work/service.out" "listening on " $service >"$work/service.url" || fail "the service did not start"
}
stop_as_slipway() {
    kill $service
    wait $service || fail "the service ended with $?"
}
