# The vocabulary of the client tests. A script sources it, says what happens, and says what a client must see.
# Every client gets a root of its own below $work: nothing of the machine's configuration is read or changed.
# SLIPWAYD names the daemon's binary, SLIPWAY the client's. KEEP=1 leaves $work behind.
set -eu
export LC_ALL=C
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY all_proxy || :
unset GITHUB_ACTIONS GITLAB_CI SLIPWAY_URL SLIPWAY_TOKEN SLIPWAY_CA_FILE SLIPWAY_CONFIG XDG_CONFIG_HOME || :

here=$(cd "$(dirname "$0")" && pwd)
promise=$(basename "$0" .sh)
work=$(mktemp -d "${TMPDIR:-/tmp}/slipway-e2e.XXXXXX")
data=$work/data
server_pid=
helper_pids=

fail() {
    echo "FAILED: $promise: $*" >&2
    for log in output server.log proxy.log nginx.log; do
        if [ -s "$work/$log" ]; then echo "--- $log" >&2; tail -n 40 "$work/$log" >&2; fi
    done
    exit 1
}

clean_up() {
    stop_server
    for pid in $helper_pids; do kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || :; done
    [ -z "${GNUPGHOME:-}" ] || gpgconf --kill all 2>/dev/null || :
    if [ "${KEEP:-}" = 1 ]; then echo "left behind: $work"; else rm -rf "$work"; fi
}
trap clean_up EXIT
trap 'exit 1' INT TERM

# --- saying what must be seen -------------------------------------------------------------------------------------

expect_success() { "$@" >"$work/output" 2>&1 || fail "should have succeeded: $*"; }
expect_failure() { ! "$@" >"$work/output" 2>&1 || fail "should have failed: $*"; }
expect_output() { grep -qF -- "$1" "$work/output" || fail "the output lacks: $1"; }
expect_no_output() { ! grep -qF -- "$1" "$work/output" || fail "the output has: $1"; }
expect_equal() { [ "$1" = "$2" ] || fail "${3:-values}: expected \"$1\", got \"$2\""; }

# until_true COMMAND...: true as soon as the command is, within ten seconds.
until_true() {
    tries=0
    until "$@"; do
        tries=$((tries + 1))
        [ $tries -lt 100 ] || return 1
        sleep 0.1
    done
}

# documented_settings NUMBER: the block ```toml of that number in docs/tls-and-proxies.md.
documented_settings() {
    awk -v wanted="$1" '/^```toml$/ { block++; inside = 1; next } /^```$/ { inside = 0 } inside && block == wanted' \
        "$here/../../docs/tls-and-proxies.md"
}

# --- the server ---------------------------------------------------------------------------------------------------

# wait_for_line FILE PREFIX PID: what follows PREFIX in FILE, once it is there and while PID lives.
wait_for_line() {
    attempt=0
    while [ $attempt -lt 600 ]; do
        line=$(sed -n "s|^$2||p" "$1" 2>/dev/null | head -n 1)
        if [ -n "$line" ]; then echo "$line"; return; fi
        [ -e "/proc/$3/exe" ] || return 1 # ended, though nobody has waited for it
        attempt=$((attempt + 1))
        sleep 0.1
    done
    return 1
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# start_server [ARGUMENT...]: the daemon on a free port, or on the former one after a stop.
start_server() {
    : "${SLIPWAYD:?names the binary of the daemon}"
    : >"$work/server.out"
    "$SLIPWAYD" serve --data "$data" --listen "${listen:-127.0.0.1:0}" "$@" >"$work/server.out" 2>>"$work/server.log" &
    server_pid=$!
    url=$(wait_for_line "$work/server.out" "listening on " "$server_pid") || fail "the server did not start"
    listen=${url#http://}
    admin_token=$(cat "$data/admin-token")
    upload_token=$(cat "$data/upload-token")
}

# signal_server SIGNAL: sends it and waits for the end; the exit status is in $server_status.
signal_server() {
    kill "-$1" "$server_pid" 2>/dev/null || :
    server_status=0
    wait "$server_pid" || server_status=$?
    server_pid=
}
stop_server() { [ -z "$server_pid" ] || signal_server TERM; }

# What the data directory holds: uploads under way, package files.
incoming_is_empty() { [ -z "$(find "$data/blobs/incoming" -type f)" ]; }
stored_blobs() { find "$data/blobs/sha256" -mindepth 2 -type f | wc -l; }

# api METHOD PATH [JSON]: below /api/v1, as the administrator.
api() {
    method=$1 path=$2
    shift 2
    [ $# -eq 0 ] || set -- -H 'Content-Type: application/json' --data "$1"
    curl --fail-with-body -sS -X "$method" -H "Authorization: Bearer $admin_token" "$@" "$url/api/v1$path"
}

# json EXPRESSION: of the document on standard input, as in `api GET /repositories/main/keys | json '["keys"][0]["state"]'`.
json() { python3 -c 'import json, sys; print(eval("document" + sys.argv[1], {"document": json.load(sys.stdin)}))' "$1"; }

# upload FILE [CHANNEL]
upload() {
    curl --fail-with-body -sS -H "Authorization: Bearer $upload_token" -T "$1" \
        "$url/api/v1/repositories/main/channels/${2:-dev}/packages/"
}
# upload_command FILE [CHANNEL]: the same as one line of shell, for a proxy to run.
upload_command() {
    echo "curl --fail-with-body -sS -H 'Authorization: Bearer $upload_token' -T '$1'" \
        "'$url/api/v1/repositories/main/channels/${2:-dev}/packages/'"
}
# static_client: the path of the one that scripts/static-client has made of the client's version, or fails.
static_client() {
    static=$here/../../build/static/bin/slipway
    [ -x "$static" ] || return 1
    [ -z "${SLIPWAY:-}" ] || [ "$("$static" --version)" = "$("$SLIPWAY" --version)" ] || return 1
    realpath "$static"
}
# slipway ARGUMENT...: the client, on a machine that knows the server and no token.
slipway() { HOME=$work/home SLIPWAY_URL=${client_url:-$url} "$SLIPWAY" "$@"; }
# push FILE...: into dev, with the upload token. push_to CHANNEL FILE...
push_to() {
    channel=$1
    shift
    slipway push "$@" --to "main/$channel" --token-file "$data/upload-token"
}
push() { push_to dev "$@"; }
# expect_exit CODE COMMAND...
expect_exit() {
    code=$1
    shift
    status=0
    "$@" >"$work/output" 2>&1 || status=$?
    expect_equal "$code" "$status" "exit code of: $*"
}
revision() { api GET "/repositories/main/channels/${1:-dev}" | json '["revision"]'; }
active_key() {
    api GET /repositories/main/keys | json '["keys"]' |
        python3 -c 'import ast, sys; print([k["fingerprint"] for k in ast.literal_eval(sys.stdin.read()) if k["state"] == "active"][0])'
}
# export_key FINGERPRINT: prints the path of that one key of the repository, armored.
export_key() {
    home=$work/export-$1
    mkdir -p "$home" && chmod 700 "$home"
    curl --fail -sS "$url/main/keys.asc" | gpg --homedir "$home" --batch --quiet --import
    gpg --homedir "$home" --batch --armor --export "$1" >"$work/$1.asc"
    echo "$work/$1.asc"
}
rotate_key() { api POST /repositories/main/keys/rotate '{}'; }

# start_proxy [ARGUMENT...]: a proxy in front of $url (see proxy.py); $proxy is its address.
start_proxy() {
    : >"$work/proxy.out"
    python3 "$here/proxy.py" "$url" "$@" >"$work/proxy.out" 2>>"$work/proxy.log" &
    helper_pids="$helper_pids $!"
    proxy=$(wait_for_line "$work/proxy.out" "listening on " $!) || fail "the proxy did not start"
}

# asked_for REGEX: how many GETs of such paths the proxies have passed on.
asked_for() { grep -c "GET .*$1" "$work/proxy.log" || :; }

# start_nginx PORT [SED]: a real nginx with config/nginx-example.conf on that port of loopback, in front of $url; a second
# call replaces the first. The certificate is $work/front.pem. SED changes the configuration further.
start_nginx() {
    [ -s "$work/front.pem" ] || openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=packages.example.com \
        -addext subjectAltName=DNS:packages.example.com -keyout "$work/front.key" -out "$work/front.pem" 2>/dev/null
    sed -e "s|127.0.0.1:8080|$listen|" -e "s|listen 443 |listen 127.0.0.1:$1 |" -e "${2:-}" \
        -e "s|/etc/ssl/.*\.pem|$work/front.pem|" -e "s|/etc/ssl/.*\.key|$work/front.key|" \
        "$here/../../config/nginx-example.conf" >"$work/front.conf"
    mkdir -p "$work/nginx"
    printf 'daemon off; pid %s/nginx.pid; error_log %s/nginx.log; %s events {} http { access_log off;\n' "$work" "$work" \
        "$([ "$(id -u)" != 0 ] || echo 'user root;')" >"$work/nginx.conf"
    for kind in client_body proxy fastcgi uwsgi scgi; do echo "${kind}_temp_path $work/nginx;"; done >>"$work/nginx.conf"
    echo "include $work/front.conf; }" >>"$work/nginx.conf"
    [ -z "${nginx_pid:-}" ] || { kill "$nginx_pid" && wait "$nginx_pid" || :; }
    nginx -c "$work/nginx.conf" -e "$work/nginx.log" >>"$work/nginx.log" 2>&1 &
    nginx_pid=$!
    helper_pids="$helper_pids $nginx_pid"
    for attempt in 1 2 3 4 5 6 7 8 9 10; do
        curl -k -sS -o /dev/null "https://127.0.0.1:$1/" 2>/dev/null && return
        sleep 0.3
    done
    fail "nginx did not start"
}

# a_machine OS_RELEASE_LINE...: a copy of /etc that claims to be this system. in_machine runs a command that sees it in
# place of /etc; changed_in_machine lists the files below it that are new or different since.
a_machine() {
    machine=$work/machine
    rm -rf "$machine"
    mkdir -p "$machine"
    cp -a /etc "$machine/" 2>/dev/null || :
    rm -f "$machine/etc/os-release"
    printf '%s\n' "$@" >"$machine/etc/os-release"
    (cd "$machine/etc" && find . -type f | sort) >"$work/machine.before"
    touch "$work/machine.time"
}
in_machine() {
    unshare --mount $([ "$(id -u)" = 0 ] || echo --map-root-user) \
        sh -c 'mount --bind "$0/etc" /etc && exec "$@"' "$machine" "$@" </dev/null
}
changed_in_machine() {
    (cd "$machine/etc" && { find . -type f -newer "$work/machine.time"
        find . -type f | sort | comm -13 "$work/machine.before" - ; }) | sort -u | sed 's|^\./||'
}

# --- packages -----------------------------------------------------------------------------------------------------

# make_deb NAME VERSION [ARCHITECTURE]: prints the file's path; the package holds /usr/share/NAME/version.
make_deb() {
    tree=$work/make-deb/$1
    rm -rf "$tree"
    mkdir -p "$tree/DEBIAN" "$tree/usr/share/$1" "$work/packages"
    echo "$2" >"$tree/usr/share/$1/version"
    printf 'Package: %s\nVersion: %s\nArchitecture: %s\nMaintainer: Tests <tests@example.com>\nDescription: a test package\n' \
        "$1" "$2" "${3:-all}" >"$tree/DEBIAN/control"
    dpkg-deb --build --root-owner-group "$tree" "$work/packages/$1_$2_${3:-all}.deb" >/dev/null
    echo "$work/packages/$1_$2_${3:-all}.deb"
}

# make_large_deb NAME VERSION BYTES FILE: a package of about that size, whose archive of files is a hole in FILE.
make_large_deb() {
    make_deb "$1" "$2" >/dev/null
    python3 - "$work/packages/$1_$2_all.deb" "$3" "$4" <<'PYTHON'
import sys
small, size, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
with open(small, "rb") as file:
    package = file.read()
start = package.index(b"data.tar")
size -= start + 60
size += size % 2
with open(path, "wb") as file:
    file.write(package[:start] + b"data.tar".ljust(16) + package[start + 16:start + 48] + b"%-10d`\n" % size)
    file.truncate(start + 60 + size)
PYTHON
}

# make_rpm NAME VERSION [ARCHITECTURE]: the same for rpm.
make_rpm() {
    mkdir -p "$work/make-rpm" "$work/packages"
    cat >"$work/make-rpm/$1.spec" <<SPEC
Name: $1
Version: $2
Release: 1
Summary: a test package
License: Apache-2.0
%description
A test package.
%install
mkdir -p %{buildroot}/usr/share/$1
echo $2 >%{buildroot}/usr/share/$1/version
%files
/usr/share/$1
SPEC
    rpmbuild -bb --quiet --target "${3:-noarch}" --define "_topdir $work/make-rpm" --define "_rpmdir $work/packages" \
        --define "_build_name_fmt %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm" "$work/make-rpm/$1.spec" \
        >"$work/rpmbuild.log" 2>&1 || { cat "$work/rpmbuild.log" >&2; return 1; }
    echo "$work/packages/$1-$2-1.${3:-noarch}.rpm"
}

# expect_rpm_signed_by KEYFILE URL: rpm, whose database ($work/rpmdb) holds that key alone, finds $work/served.rpm intact.
expect_rpm_signed_by() {
    mkdir -p "$work/rpmdb"
    expect_success rpmkeys --dbpath "$work/rpmdb" --import "$1"
    expect_success curl --fail -sS -o "$work/served.rpm" "$2"
    expect_success rpmkeys --dbpath "$work/rpmdb" --define '_pkgverify_level all' --checksig "$work/served.rpm"
    expect_output "digests signatures OK"
}

# generate_other_key: a key the server has nothing to do with; prints the path of the armored public key.
generate_other_key() {
    GNUPGHOME=$work/other-key
    export GNUPGHOME
    mkdir -p -m 700 "$GNUPGHOME"
    gpg --batch --quiet --pinentry-mode loopback --passphrase '' --quick-generate-key other@example.com rsa2048 sign never
    gpg --batch --armor --export >"$work/other.asc"
    gpgconf --kill all
    echo "$work/other.asc"
}

# --- apt ----------------------------------------------------------------------------------------------------------

# use_apt [NAME]: a machine that has apt and nothing else. The calls after it are about this one.
use_apt() {
    apt_root=$work/${1:-apt}
    [ ! -d "$apt_root" ] || return 0
    mkdir -p "$apt_root/etc/apt/apt.conf.d" "$apt_root/etc/apt/sources.list.d" "$apt_root/etc/apt/preferences.d" \
        "$apt_root/etc/apt/trusted.gpg.d" "$apt_root/var/lib/apt/lists/partial" "$apt_root/var/cache/apt/archives/partial" \
        "$apt_root/var/lib/dpkg/info" "$apt_root/var/lib/dpkg/updates" "$apt_root/var/log/apt"
    : >"$apt_root/var/lib/dpkg/status"
    cat >"$apt_root/apt.conf" <<CONF
Dir "$apt_root";
Dir::State::status "$apt_root/var/lib/dpkg/status";
APT::Architecture "amd64";
APT::Architectures { "amd64"; };
APT::Sandbox::User "root";
APT::Get::Assume-Yes "true";
APT::Update::Error-Mode "any";
Acquire::Languages "none";
Acquire::Retries "0";
Binary::apt-get::Acquire::AllowInsecureRepositories "false";
DPkg::Options { "--root=$apt_root"; "--force-not-root"; "--force-script-chrootless"; "--force-bad-path"; "--log=/dev/null"; };
CONF
}
apt_get() { APT_CONFIG="$apt_root/apt.conf" apt-get -q "$@" </dev/null; }

# apt_source [CHANNEL [BASE]]: takes the served .sources file, which brings the key along.
apt_source() { curl --fail -sS -o "$apt_root/etc/apt/sources.list.d/slipway.sources" "${2:-$url}/main/deb/${1:-dev}.sources"; }
# apt_source_with_key KEYFILE [BASE [CHANNEL]]: a classic line that trusts the given key only.
apt_source_with_key() {
    rm -f "$apt_root/etc/apt/sources.list.d/slipway.sources"
    echo "deb [signed-by=$1] ${2:-$url/main/deb} ${3:-dev} main" >"$apt_root/etc/apt/sources.list.d/slipway.list"
}
apt_candidate() { APT_CONFIG="$apt_root/apt.conf" apt-cache policy "$1" | sed -n 's/^  Candidate: //p'; }
apt_update() { apt_get update; }
apt_install() { apt_get install "$@"; }
installed_by_apt() { cat "$apt_root/usr/share/$1/version"; }

# --- dnf ----------------------------------------------------------------------------------------------------------

use_dnf() {
    dnf_root=$work/${1:-dnf}
    mkdir -p "$dnf_root/etc/yum.repos.d" "$dnf_root/etc/dnf/vars" "$dnf_root/cache" "$dnf_root/log"
    printf '[main]\ngpgcheck=1\nlocalpkg_gpgcheck=1\nskip_if_unavailable=0\nretries=1\n' >"$dnf_root/etc/dnf/dnf.conf"
}
# dnf_source [CHANNEL [BASE]]: takes the served .repo file.
dnf_source() { curl --fail -sS -o "$dnf_root/etc/yum.repos.d/slipway.repo" "${2:-$url}/main/rpm/${1:-dev}.repo"; }
# run_dnf leaves questions unanswered; dnf_yes says yes to all, as an unattended run does.
run_dnf() {
    dnf --config "$dnf_root/etc/dnf/dnf.conf" --installroot "$dnf_root" --noplugins --releasever 9 --forcearch x86_64 \
        --setopt=reposdir="$dnf_root/etc/yum.repos.d" --setopt=varsdir="$dnf_root/etc/dnf/vars" \
        --setopt=cachedir="$dnf_root/cache" --setopt=persistdir="$dnf_root/persist" --setopt=logdir="$dnf_root/log" \
        --setopt=tsflags=noscripts "$@" </dev/null
}
dnf_yes() { run_dnf -y "$@"; }
dnf_install() { dnf_yes --refresh install "$@"; }
installed_by_dnf() { cat "$dnf_root/usr/share/$1/version"; }

# --- zypper -------------------------------------------------------------------------------------------------------

use_zypper() {
    zypper_root=$work/${1:-zypper}
    mkdir -p "$zypper_root/etc/zypp/repos.d" "$zypper_root/etc/products.d" "$zypper_root/tmp"
    printf '[main]\narch = x86_64\n' >"$zypper_root/etc/zypp/zypp.conf"
}
zypper_source() { curl --fail -sS -o "$zypper_root/etc/zypp/repos.d/slipway.repo" "${2:-$url}/main/rpm/${1:-dev}.repo"; }
run_zypper() {
    ZYPP_CONF="$zypper_root/etc/zypp/zypp.conf" ZYPP_LOCKFILE_ROOT="$zypper_root" \
        zypper --root "$zypper_root" --non-interactive --releasever 15 "$@" </dev/null
}
# zypper_refresh [OPTION...]: fetches the index anew; --gpg-auto-import-keys trusts a new key.
zypper_refresh() { run_zypper "$@" refresh --force; }
# trust_by_zypper KEYFILE: into the rpm database, as an operator would who knows the key.
trust_by_zypper() { rpmkeys --root "$zypper_root" --import "$1"; }
zypper_install() { run_zypper install --no-recommends "$@"; }
installed_by_zypper() { cat "$zypper_root/usr/share/$1/version"; }
