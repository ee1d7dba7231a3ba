#!/bin/sh
# cmake --install puts everything where the system looks for it, without building and without root; what is there then
# runs. Settings of an earlier installation stay, and another prefix is what the unit names.
. "$(dirname "$0")/lib.sh"

build=$(cd "$(dirname "$SLIPWAYD")/.." && pwd)
files_in() { (cd "$1" && find . -type f -printf '%m %P\n' | sort -k 2); }
install_into() {
    tree=$1
    shift
    expect_success env DESTDIR="$tree" cmake --install "$build" --prefix /usr "$@"
}

install_into "$work/daemon" --component daemon
cat >"$work/daemon.expected" <<'FILES'
644 etc/slipway/slipway.toml
755 usr/bin/slipwayd
644 usr/lib/systemd/system/slipway.service
644 usr/lib/sysusers.d/slipway.conf
644 usr/lib/tmpfiles.d/slipway.conf
644 usr/share/doc/slipway-server/CHANGELOG.md
644 usr/share/doc/slipway-server/caddy-example.Caddyfile
644 usr/share/doc/slipway-server/grafana-dashboard.json
644 usr/share/doc/slipway-server/haproxy-example.cfg
644 usr/share/doc/slipway-server/http-api.md
644 usr/share/doc/slipway-server/installation.md
644 usr/share/doc/slipway-server/key-rotation.md
644 usr/share/doc/slipway-server/monitoring.md
644 usr/share/doc/slipway-server/nginx-example.conf
644 usr/share/doc/slipway-server/operations.md
644 usr/share/doc/slipway-server/prometheus-alerts.yml
644 usr/share/doc/slipway-server/sizing.md
644 usr/share/doc/slipway-server/tls-and-proxies.md
644 usr/share/doc/slipway-server/troubleshooting.md
644 usr/share/doc/slipway-server/upgrade.md
644 usr/share/licenses/slipway-server/LICENSE
644 usr/share/man/man5/slipway.toml.5
644 usr/share/man/man8/slipwayd.8
FILES
files_in "$work/daemon" >"$work/daemon.files"
expect_success diff -u "$work/daemon.expected" "$work/daemon.files"

install_into "$work/client" --component client
cat >"$work/client.expected" <<'FILES'
755 usr/bin/slipway
644 usr/share/bash-completion/completions/slipway
644 usr/share/doc/slipway/CHANGELOG.md
644 usr/share/doc/slipway/client.md
644 usr/share/fish/vendor_completions.d/slipway.fish
644 usr/share/licenses/slipway/LICENSE
644 usr/share/man/man1/slipway.1
644 usr/share/zsh/site-functions/_slipway
FILES
files_in "$work/client" >"$work/client.files"
expect_success diff -u "$work/client.expected" "$work/client.files"

install_into "$work/all"
sort -k 2 "$work/daemon.files" "$work/client.files" >"$work/both.files"
files_in "$work/all" >"$work/all.files"
expect_success diff -u "$work/both.files" "$work/all.files"

echo 'listen = ["127.0.0.1:8081"]' >"$work/all/etc/slipway/slipway.toml"
install_into "$work/all"
expect_output "Kept as it is: $work/all/etc/slipway/slipway.toml"
expect_equal 'listen = ["127.0.0.1:8081"]' "$(cat "$work/all/etc/slipway/slipway.toml")" "settings after a second installation"

# Elsewhere: nothing outside of the prefix, and the unit starts what is there.
expect_success cmake --install "$build" --prefix "$work/elsewhere"
unit=$work/elsewhere/lib/systemd/system/slipway.service
expect_equal "ExecStart=$work/elsewhere/bin/slipwayd serve --config $work/elsewhere/etc/slipway/slipway.toml --data /var/lib/slipway" \
    "$(grep ^ExecStart= "$unit")" "what the unit starts"
expect_success systemd-analyze verify --man=no "$unit"
expect_equal "" "$(cat "$work/output")" "what systemd says about the unit"

# The user and the directory.
mkdir -p "$work/machine/etc"
expect_success systemd-sysusers --root="$work/machine" "$work/all/usr/lib/sysusers.d/slipway.conf"
expect_equal "slipway:/var/lib/slipway" "$(cut -d: -f1,6 "$work/machine/etc/passwd")" "the user"
if [ "$(id -u)" = 0 ]; then
    expect_success systemd-tmpfiles --create --root="$work/machine" "$work/all/usr/lib/tmpfiles.d/slipway.conf"
    expect_equal "700 $(cut -d: -f3,4 "$work/machine/etc/passwd")" "$(stat -c '%a %u:%g' "$work/machine/var/lib/slipway")" "the directory"
fi

# What is installed runs.
expect_success "$work/daemon/usr/bin/slipwayd" check-config --config "$work/daemon/etc/slipway/slipway.toml"
expect_equal "$("$SLIPWAYD" version | cut -d' ' -f2)" "$("$work/client/usr/bin/slipway" version | cut -d' ' -f2)" "one version"
SLIPWAYD=$work/daemon/usr/bin/slipwayd SLIPWAY=$work/client/usr/bin/slipway
start_server
expect_success push "$(make_deb hello 1.0)"

# The manuals are well formed, and name every command and option of the daemon, and every setting.
manuals="$work/all/usr/share/man"
expect_success mandoc -Tlint -Wwarning "$manuals/man1/slipway.1" "$manuals/man5/slipway.toml.5" "$manuals/man8/slipwayd.8"
for manual in man1/slipway.1 man5/slipway.toml.5 man8/slipwayd.8; do
    expect_equal "" "$(man --warnings -l "$manuals/$manual" 2>&1 >/dev/null)" "what man says about $manual"
done
mandoc -Tutf8 -O width=500 "$manuals/man8/slipwayd.8" | col -b >"$work/slipwayd.text"
commands=$("$SLIPWAYD" --help | sed -n 's/^  \([a-z][a-z-]*\)  .*/\1/p')
expect_success test "$(echo "$commands" | wc -l)" -ge 10
for command in $commands; do
    grep -q "slipwayd $command" "$work/slipwayd.text" || fail "slipwayd(8) lacks the command $command"
    for option in $("$SLIPWAYD" "$command" --help | grep -oE '^  (-h,)?--[a-z-]+' | grep -v -e '-h,'); do
        grep -q -e "$option" "$work/slipwayd.text" || fail "slipwayd(8) lacks $option of $command"
    done
done
expect_success python3 -B "$here/../../scripts/settings-manual" --check
