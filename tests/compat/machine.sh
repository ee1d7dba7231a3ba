# A machine to try a client on: a root of a Debian release that nothing is ever written to, with a layer in memory on top.
# Sourced by case.sh, which runs in mount and process namespaces of its own: with its end all mounts and processes are gone.
# Everything here is by chroot and on the network of the host: the clients talk to loopback.
machines=$scratch/machines
machine_number=0

# fresh_machine: the calls after it are about a machine that has never been used.
fresh_machine() {
    [ $machine_number != 0 ] || { mkdir -p "$machines" && mount -t tmpfs tmpfs "$machines"; }
    machine_number=$((machine_number + 1))
    layer=$machines/$machine_number
    root=$layer/root
    mkdir -p "$layer/changes" "$layer/work" "$root"
    mount -t overlay -o "lowerdir=$base,upperdir=$layer/changes,workdir=$layer/work" overlay "$root"
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    dress_machine
}

inside() {
    chroot "$root" /usr/bin/env -i HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
        PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@" </dev/null
}

# dress_as ID VERSION MANAGER...: the machine claims to be this system and has these package managers only, so that the
# set-up script decides as it would there. The rpm database is where rpm systems have it, not in Debian's ~/.rpmdb.
dress_as() {
    mkdir -p "$root/etc/rpm" "$root/var/lib/rpm"
    echo '%_dbpath /var/lib/rpm' >>"$root/etc/rpm/macros"
    rm -f "$root/etc/os-release"
    printf 'ID="%s"\nVERSION_ID="%s"\n' "$1" "$2" >"$root/etc/os-release"
    shift 2
    for program in apt apt-get apt-cache dpkg dnf dnf-3 dnf5 yum zypper; do
        case " $* " in
            *" $program "*) ;;
            *) rm -f "$root/usr/bin/$program" "$root/bin/$program" ;;
        esac
    done
}

# configuration: the files below /etc that this machine has in addition or changed.
configuration() { (cd "$layer/changes" && find ./etc -type f -exec sha256sum {} + | sort -k 2); }

# take FILE PATH: a copy of a file of the host at that path of the machine.
take() { mkdir -p "$(dirname "$root$2")" && cp "$1" "$root$2"; }
installed() { cat "$root/usr/share/$1/version"; }
