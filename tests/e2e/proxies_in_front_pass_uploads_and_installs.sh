#!/bin/sh
# Through a real nginx, HAProxy and Caddy with the examples of config/, the daemon having the settings of
# docs/tls-and-proxies.md, an upload of 20 MiB arrives and is known by its client's address, and apt installs it byte for byte.
# tests/compat/proxies asks them for more.
. "$(dirname "$0")/lib.sh"
. "$here/../support/fronts.sh"

serve_behind_fronts
last=2
for name in nginx haproxy caddy; do
    start_front "$name"
    last=$((last + 1))
    expect_success put "$(make_dense_deb "large-$name" 20971520)" --interface "127.0.0.$last" "$packages/"
    address_of_uploads >"$work/output"
    expect_output "127.0.0.$last"

    use_apt_through "apt-$name"
    expect_success apt_update
    expect_success apt_install "large-$name"
    expect_success cmp "$work/make-deb/large-$name/usr/share/large-$name/blob" "$apt_root/usr/share/large-$name/blob"
done
