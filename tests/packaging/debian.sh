# The debs by apt: as a user sets it up, then what docs/operations.md says about the lost administrator, about restoring and
# about taking the package away.
. "$(dirname "$0")/machine.sh"
promise="debs install from a Slipway"
dress_machine() {
    undress_machine
    rm -rf "$root/etc/apt/sources.list" "$root/etc/apt/sources.list.d"/* "$root/var/lib/apt/lists"/*
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
    chmod 0755 "$root/usr/sbin/policy-rc.d"
}
fresh_machine

expect_success inside sh -c "curl -fsS $url/main/stable.sh | sh"
expect_success inside apt-get -q update
expect_success inside apt-get -q -y install slipway-server slipway
expect_the_service
expect_success inside test -L /etc/systemd/system/multi-user.target.wants/slipway.service

# Every administrator's token is lost; then the machine is.
start_as_slipway
as_slipway slipwayd token create rescue --scope 'admin:*' --expires 12h --data /var/lib/slipway >"$root/root/rescue"
expect_success inside slipway tokens list --server "$(cat "$work/service.url")" --token-file /root/rescue
expect_output rescue
expect_success inside install -d -o slipway -g slipway -m 0700 /backup /backup/slipway
expect_success as_slipway slipwayd backup --data /var/lib/slipway --to /backup/slipway --with-keys
stop_as_slipway
expect_success inside mv /var/lib/slipway /var/lib/slipway.before
expect_success inside systemd-tmpfiles --create slipway.conf
expect_success as_slipway slipwayd restore --from /backup/slipway --data /var/lib/slipway
expect_success as_slipway slipwayd fsck --data /var/lib/slipway
start_as_slipway
expect_success inside slipway tokens list --server "$(cat "$work/service.url")" --token-file /root/rescue
stop_as_slipway
expect_equal "" "$(inside find /var/lib/slipway ! -user slipway)" "files of others in the data directory"

# Settings are the operator's, and data outlives the package.
echo 'listen = ["127.0.0.1:8082"]' >"$root/etc/slipway/slipway.toml"
expect_success inside apt-get -q -y -o Dpkg::Options::=--force-confdef --reinstall install slipway-server
expect_equal 'listen = ["127.0.0.1:8082"]' "$(cat "$root/etc/slipway/slipway.toml")" "settings after a second installation"
expect_success inside apt-get -q -y remove slipway-server
expect_success test -e "$root/etc/slipway/slipway.toml" -a ! -e "$root/usr/bin/slipwayd"
expect_success inside apt-get -q -y purge slipway-server
expect_output "/var/lib/slipway is kept"
expect_success test ! -e "$root/etc/slipway"
expect_success test -s "$root/var/lib/slipway/slipway.db"
expect_failure inside test -L /etc/systemd/system/multi-user.target.wants/slipway.service
