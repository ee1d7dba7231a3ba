# Shared by the scripts: what is needed from Debian or Ubuntu, said once, and how to install only what is missing.
# shellcheck disable=SC2034  # the lists are used by the scripts that source this

# What differs in the names of packages: Debian 12, Debian 13, Ubuntu 24.04, and what newer ones call the default.
browser=chromium
case $(. /etc/os-release && echo "${VERSION_CODENAME:-}") in
    bookworm) boost=1.81 clang_rt=libclang-rt-14-dev ;;
    trixie) boost=1.83 clang_rt=libclang-rt-19-dev ;;
    noble) boost=1.83 clang_rt=libclang-rt-18-dev browser=chromium-browser ;;
    *) boost='' clang_rt=libclang-rt-dev ;;
esac

build_packages="
    cmake ninja-build g++ pkg-config ccache ca-certificates
    libboost$boost-dev libboost-json$boost-dev libssl-dev zlib1g-dev liblzma-dev libzstd-dev libxxhash-dev libarchive-dev
    libgpgme-dev libsqlite3-dev libpq-dev libtomlplusplus-dev prometheus-cpp-dev libfmt-dev libcli11-dev
    libcurl4-openssl-dev libpugixml-dev"

run_packages="gnupg curl"

static_client_packages="$build_packages libc-ares-dev dpkg-dev make"

package_packages="debhelper dpkg-dev rpm debugedit elfutils lintian rpmlint"

# Stores with S3's interface, of which a test starts one of its own; the second for a command that scripts/test leaves out.
rgw_packages="radosgw ceph-mon ceph-osd ceph-common"
swift_packages="swift-proxy swift-account swift-container swift-object memcached"

test_packages="
    libgtest-dev libgmock-dev clang clang-format clang-tidy lld python3
    apt-cacher-ng apt-mirror apt-utils debmirror lftp wget dpkg-dev rpm librpm-dev dnf zypper createrepo-c gnupg sqv
    nginx-light haproxy caddy strace libxml2-utils curl openssl xz-utils zstd sqlite3 postgresql util-linux systemd
    zsh fish $browser $rgw_packages
    man-db mandoc bsdextrautils $package_packages"

fuzz_packages="clang $clang_rt python3"

bench_packages="reprepro aptly createrepo-c nginx-light wrk rpm openssl python3"

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
die() {
    printf '%s\n' "$*" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# quiet_apt_get ARGUMENT...: what apt and dpkg print is shown only if they fail.
quiet_apt_get() {
    log=$(mktemp)
    if as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@" >"$log" 2>&1; then
        rm -f "$log"
        return 0
    fi
    cat "$log" >&2
    rm -f "$log"
    return 1
}

is_installed() { dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed; }

# install_missing PACKAGE...: asks apt only for what dpkg does not have; silent when nothing is missing.
install_missing() {
    missing=
    for package in "$@"; do
        is_installed "$package" || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    command -v apt-get >/dev/null || die "This script installs with apt-get, which is not here. Needed:$missing"
    [ "$(id -u)" = 0 ] || command -v sudo >/dev/null ||
        die "Installing packages needs root and there is no sudo. Run as root: apt-get install --no-install-recommends$missing"
    say "Installing:$missing"
    # shellcheck disable=SC2086  # one word per package
    quiet_apt_get install -y --no-install-recommends $missing && return 0
    say "Refreshing the package lists and trying again"
    quiet_apt_get update
    # shellcheck disable=SC2086
    quiet_apt_get install -y --no-install-recommends $missing
}

# build_preset PRESET [TARGET...]: configures once, then builds what changed.
build_preset() {
    preset=$1
    shift
    [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset" >&2
    cmake --build --preset "$preset" ${1:+--target "$@"} >&2
}
