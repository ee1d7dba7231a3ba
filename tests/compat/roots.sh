# Roots of Debian releases, each with every package manager that the release has. Sourced by tests/compat/run, and by
# tests/field/run in a shell of its own; uses their variables $mirror and $scratch, and the cache that both share.
all_releases="bullseye bookworm trixie testing"
cache=${XDG_CACHE_HOME:-$HOME/.cache}/slipway-compat

# The mirror this machine uses, as its own package lists name it.
machine_mirror() {
    uri=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' 2>/dev/null |
        head -n 1)
    echo "${uri:-http://deb.debian.org/debian}"
}

# dnf5 came with Debian 14; the others are everywhere.
managers_of() {
    case $1 in
        bullseye | bookworm | trixie) echo "apt dnf zypper rpm" ;;
        *) echo "apt dnf dnf5 zypper rpm" ;;
    esac
}

# root_archive RELEASE: makes the archive of its root unless the cache has it; prints its path. The Release file of testing
# may be older than its Valid-Until: a mirror that stands still is no reason to test nothing.
root_archive() {
    archive=$cache/$1.tar
    if [ ! -s "$archive" ]; then
        echo "making a root of $1 from $mirror" >&2
        mkdir -p "$cache"
        command -v mmdebstrap >/dev/null || { echo "mmdebstrap is needed to make a root" >&2 && return 1; }
        nice mmdebstrap --quiet --variant=apt --include="ca-certificates $(managers_of "$1")" \
            --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Acquire::Languages "none"' \
            --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
            "$1" "$archive.new.tar" "$mirror" >&2
        mv "$archive.new.tar" "$archive"
    fi
    echo "$archive"
}

# unpack_root RELEASE: prints the directory below $scratch; all cases share it, none writes to it.
unpack_root() {
    directory=$scratch/roots/$1
    if [ ! -d "$directory" ]; then
        archive=$(root_archive "$1")
        mkdir -p "$directory"
        nice tar -C "$directory" --numeric-owner -xpf "$archive"
    fi
    echo "$directory"
}

# version_in ROOT PACKAGE: the upstream version of an installed Debian package.
version_in() {
    dpkg-query --admindir="$1/var/lib/dpkg" --show --showformat '${source:Upstream-Version}' "$2" | sed 's/[+]dfsg.*//'
}

# describe_client ROOT CLIENT: its version, and that of what does the checking for it.
describe_client() {
    case $2 in
        apt) echo "apt $(version_in "$1" apt)" ;;
        zypper) echo "zypper $(version_in "$1" zypper), libzypp $(version_in "$1" 'libzypp1*')" ;;
        *) echo "$2 $(version_in "$1" "$2")" ;;
    esac
}
