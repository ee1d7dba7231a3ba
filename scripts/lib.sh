# Shared by the scripts: what is needed from Debian, said once, and how to install only what is missing.
# shellcheck disable=SC2034  # the lists are used by the scripts that source this

build_packages="
    cmake ninja-build g++ pkg-config ccache ca-certificates
    libboost1.81-dev libboost-json1.81-dev libssl-dev zlib1g-dev liblzma-dev libzstd-dev libarchive-dev
    libgpgme-dev libsqlite3-dev libtomlplusplus-dev prometheus-cpp-dev libfmt-dev libcli11-dev
    libcurl4-openssl-dev"

run_packages="gnupg curl"

test_packages="
    libgtest-dev libgmock-dev clang-format clang-tidy python3
    apt-utils dpkg-dev rpm dnf zypper createrepo-c gnupg sqv nginx-light strace libxml2-utils
    curl openssl xz-utils zstd sqlite3 util-linux zsh fish chromium"

bench_packages="reprepro aptly createrepo-c nginx-light wrk rpm openssl python3"

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
die() {
    printf '%s\n' "$*" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "Installing packages needs root and there is no sudo. Run as root: apt-get install --no-install-recommends $missing"
    fi
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
    say "Installing:$missing"
    # shellcheck disable=SC2086  # one word per package
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >&2 && return 0
    say "Refreshing the package lists and trying again"
    as_root apt-get update -q >&2
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >&2
}

# build_preset PRESET [TARGET...]: configures once, then builds what changed.
build_preset() {
    preset=$1
    shift
    [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset" >&2
    cmake --build --preset "$preset" ${1:+--target "$@"} >&2
}
