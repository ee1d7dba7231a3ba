#!/bin/sh
# apt-cacher-ng answers a client's If-Modified-Since by the dates it has seen itself: publications of one second must not look
# alike to it.
. "$(dirname "$0")/lib.sh"

# It knows no port above 32767, neither as its own nor of a server.
low_port() {
    python3 - <<'PYTHON'
import random, socket
while True:
    port = random.randrange(20000, 32768)
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) != 0:
            print(port)
            break
PYTHON
}

listen=127.0.0.1:$(low_port)
start_server
port=$(low_port)
mkdir -p "$work/cache" "$work/cache-log"
apt-cacher-ng ForeGround=1 CacheDir="$work/cache" LogDir="$work/cache-log" Port="$port" BindAddress=127.0.0.1 \
    SocketPath="$work/cache.sock" PidFile="$work/cache.pid" ReportPage=report.html AllowUserPorts=0 >"$work/cache.out" 2>&1 &
helper_pids="$helper_pids $!"
cache_answers() { curl -sS -o /dev/null "http://127.0.0.1:$port/"; }
until_true cache_answers || fail "apt-cacher-ng did not start"

in_release=/main/deb/dists/dev/InRelease
# What a client does that has a copy from $seen; the answer's date is in $seen then.
fetch() {
    curl --fail -sS -x "http://127.0.0.1:$port" -D "$work/head" -o "$work/behind" ${seen:+-H "If-Modified-Since: $seen"} \
        "$url$in_release" || fail "the cache gives nothing"
    seen=$(sed -n 's/^[Ll]ast-[Mm]odified: //p' "$work/head" | tr -d '\r')
}
date_of_release() { sed -n 's/^Date: //p' "$work/behind"; }

seen=''
fetch
version=0 in_one_second=0
while [ "$in_one_second" -lt 3 ]; do
    version=$((version + 1))
    [ "$version" -le 60 ] || fail "no two publications came within one second"
    package=$(make_deb hello "$version.0")
    before=$(date_of_release)
    expect_success upload "$package"
    fetch
    curl --fail -sS -o "$work/now" "$url$in_release"
    cmp -s "$work/behind" "$work/now" || fail "publication $version is not seen behind the cache"
    [ "$(date_of_release)" != "$before" ] || in_one_second=$((in_one_second + 1))
done

use_apt
echo "Acquire::http::Proxy \"http://127.0.0.1:$port\";" >>"$apt_root/apt.conf"
apt_source
expect_success apt_update
expect_success apt_install hello
expect_equal "$version.0" "$(installed_by_apt hello)" "what is installed through the cache"
