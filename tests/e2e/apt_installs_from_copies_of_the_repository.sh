#!/bin/sh
# apt-mirror, which takes the indexes of the declared architectures alone, and debmirror, which checks the signature, make
# copies that apt installs from.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_deb hello 1.0 amd64)"
expect_success upload "$(make_deb data 1.0 all)"
key=$(export_key "$(active_key)")

# installs_from DIRECTORY NAME: apt, with a machine of that name, takes both packages from there.
installs_from() {
    use_apt "machine-of-$2"
    apt_source_with_key "$key" "file:$1"
    expect_success apt_update
    expect_success apt_install hello data
    expect_equal "1.0 1.0" "$(installed_by_apt hello) $(installed_by_apt data)" "what $2 brings"
}

# It loses the port of a URL, so it asks for a name through a proxy: a request for that name is all the same to the server.
mkdir -p "$work/mirror"
cat >"$work/mirror.list" <<LIST
set base_path $work/mirror
set run_postmirror 0
set nthreads 2
set defaultarch amd64
set use_proxy on
set http_proxy $listen
deb http://repository.example/main/deb dev main
LIST
expect_success apt-mirror "$work/mirror.list"
copy=$(dirname "$(find "$work/mirror/mirror" -type d -name dists)")
[ ! -e "$copy/dists/dev/main/binary-all" ] || fail "this apt-mirror takes binary-all: the test shows nothing"
installs_from "$copy" apt-mirror

gpg --dearmor <"$key" >"$work/key.gpg"
expect_success debmirror "$work/debmirror" --host="$listen" --root=main/deb --method=http --dist=dev --section=main \
    --arch=amd64 --nosource --rsync-extra=none --keyring="$work/key.gpg"
installs_from "$work/debmirror" debmirror
