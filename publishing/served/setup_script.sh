#!/bin/sh
# Sets this machine up for packages of @TITLE@.
# It writes one repository file for the machine's package manager, names it, fetches nothing and installs nothing.
#
# @FINGERPRINTS@
# Compare with what the repository's administrator told you, then run this file as root; --help lists the options.
set -eu

slipway_setup() {
    @FACTS@

    say() { printf '%s\n' "$*"; }
    fail() {
        status=$1
        shift
        printf 'error: %s\n' "$*" >&2
        exit "$status"
    }
    usage_error() { fail 64 "$* (--help lists the options)"; }

    usage() {
        say "Sets this machine up for $repository, channel $channel. Run as root. Options:"
        say "  --distro NAME  one of: $(all_distros); without it chosen by /etc/os-release"
        say "  --remove       take away what this script wrote"
        say "  --dry-run      tell what would be written or removed, and do nothing"
        say "  --print-keys   print the public keys this script holds, for example to pipe them into gpg --show-keys"
        say "  --help         this text"
        say "Files it may write: $sources_file (or, for apt before 2.3.10, $list_file"
        say "and $key_file), $(repo_name NAME) below $yum_directory or $zypp_directory."
    }

    all_distros() { say "$deb_distros${deb_distros:+${rpm_distros:+ }}$rpm_distros"; }
    is_one_of() { case " $2 " in *" $1 "*) return 0 ;; *) return 1 ;; esac; }
    format_of() { if is_one_of "$1" "$deb_distros"; then echo deb; else echo rpm; fi; }
    repo_name() { say "$repository-$1-$channel.repo"; }

    read_os_release() {
        ID='' ID_LIKE='' VERSION_ID='' VERSION_CODENAME='' UBUNTU_CODENAME=''
        for os_release in /etc/os-release /usr/lib/os-release; do
            [ -r "$os_release" ] || continue
            # shellcheck source=/dev/null
            . "$os_release"
            return
        done
    }

    # The package format of this machine: by what it is, else by what it has; nothing when neither tells.
    machine_format() {
        for family in $ID $ID_LIKE; do
            case $family in
                debian | ubuntu) echo deb; return ;;
                *fedora* | *rhel* | *centos* | *suse*) echo rpm; return ;;
            esac
        done
        if command -v apt-get >/dev/null; then echo deb; return; fi
        for program in dnf dnf5 microdnf yum zypper; do
            if command -v "$program" >/dev/null; then echo rpm; return; fi
        done
    }

    # Names a distro for this machine may have, best first: bookworm, debian12, el9, fedora41, opensuse-leap15.6, sles.
    machine_names() {
        major=${VERSION_ID%%.*}
        say "$VERSION_CODENAME $UBUNTU_CODENAME $ID$VERSION_ID $ID-$VERSION_ID $ID$major $ID-$major"
        case " $ID $ID_LIKE " in
            " fedora "*) say "f$major fc$major" ;;
            *fedora* | *rhel* | *centos*) say "el$major el-$major" ;;
            *suse*) say "suse$VERSION_ID suse$major sle$major" ;;
        esac
        say "$ID $ID_LIKE"
    }

    # Sets distro: by --distro, else the only one, else by name, else the default one of the machine's format.
    choose_distro() {
        if [ -n "$distro" ]; then
            is_one_of "$distro" "$(all_distros)" ||
                fail 64 "no distro is named '$distro' here; there are: $(all_distros)"
            return
        fi
        case $(machine_format) in
            deb) candidates=$deb_distros default=$default_deb ;;
            rpm) candidates=$rpm_distros default=$default_rpm ;;
            *) candidates='' default='' ;;
        esac
        if [ -n "$only_distro" ]; then
            distro=$only_distro
            is_one_of "$distro" "$candidates" || say "warning: $distro is not made for this machine's packages" >&2
            return
        fi
        for name in $(machine_names); do
            if is_one_of "$name" "$candidates"; then distro=$name; return; fi
        done
        distro=$default
        [ -n "$distro" ] || fail 1 "no distro is the one for this machine; choose with --distro: $(all_distros)"
    }

    # Can this machine's apt read a key inside of a .sources file? It can since 2.3.10 (Debian 12, Ubuntu 22.04).
    apt_reads_embedded_keys() {
        version=$(dpkg-query -W -f '${Version}' apt 2>/dev/null) || return 0
        dpkg --compare-versions "$version" ge 2.3.10
    }

    # Where this machine's package manager looks for .repo files.
    repo_directory() {
        case " $ID $ID_LIKE " in
            *suse*) say "$zypp_directory"; return ;;
            *fedora* | *rhel* | *centos*) say "$yum_directory"; return ;;
        esac
        if command -v zypper >/dev/null && [ -d /etc/zypp ]; then say "$zypp_directory"; else say "$yum_directory"; fi
    }

    # write PATH: makes standard input its content, whole or not at all.
    write() {
        if [ -n "$dry_run" ]; then
            say "would write $1:"
            sed 's/^/    /'
            return
        fi
        mkdir -p "${1%/*}"
        if cat >"$1.new" && chmod 0644 "$1.new" && mv -f "$1.new" "$1"; then say "wrote $1"; return; fi
        rm -f "$1.new"
        fail 1 "$1 could not be written"
    }

    take_away() {
        for path in "$@"; do
            [ -e "$path" ] || continue
            found=yes
            if [ -n "$dry_run" ]; then say "would remove $path"; continue; fi
            rm -f "$path"
            say "removed $path"
        done
    }

    # The key file serves every channel of the repository: it goes with the last source that names it.
    take_away_old_apt_form() {
        [ -e "$list_file" ] || return 0
        others=$(grep -lsF "$key_file" /etc/apt/sources.list /etc/apt/sources.list.d/* | grep -vxF "$list_file") || :
        take_away "$list_file"
        [ -n "$others" ] || take_away "$key_file"
    }

    install_for_apt() {
        if apt_reads_embedded_keys; then
            file_for "$distro" | write "$sources_file"
            take_away_old_apt_form
        else
            keys_for deb | write "$key_file"
            list_for "$distro" | write "$list_file"
            take_away "$sources_file"
        fi
        say 'Next: apt-get update && apt-get install PACKAGE'
    }

    # zypper looks for news only where the file says so; dnf5 refuses a file with an option that it does not know.
    repo_file() {
        case $directory in
            "$zypp_directory")
                file_for "$distro" | sed '/^type=rpm-md$/a\
autorefresh=1'
                ;;
            *) file_for "$distro" ;;
        esac
    }

    install_for_rpm() {
        directory=$(repo_directory)
        repo_file | write "$directory/$(repo_name "$distro")"
        say 'At the first use you are asked whether to trust the signing key: it must be the one above.'
        case $directory in
            "$zypp_directory")
                say 'Next: zypper refresh && zypper install PACKAGE'
                say '(unattended: zypper --non-interactive --gpg-auto-import-keys refresh)' ;;
            *) say "Next: $(dnf_or_yum) install PACKAGE" ;;
        esac
    }

    dnf_or_yum() { if command -v yum >/dev/null && ! command -v dnf >/dev/null; then echo yum; else echo dnf; fi; }

    install_files() {
        choose_distro
        say "Repository $repository, channel $channel, distro $distro"
        signers
        if [ "$(format_of "$distro")" = deb ]; then install_for_apt; else install_for_rpm; fi
    }

    remove_files() {
        if [ -n "$distro" ]; then choose_distro; fi
        for name in ${distro:-$(all_distros)}; do
            if [ "$(format_of "$name")" = deb ]; then
                take_away "$sources_file"
                take_away_old_apt_form
            else
                take_away "$yum_directory/$(repo_name "$name")" "$zypp_directory/$(repo_name "$name")"
            fi
        done
        [ -n "$found" ] || say "There is nothing of $repository, channel $channel, to remove."
    }

    print_keys() {
        choose_distro
        keys_for "$(format_of "$distro")"
    }

    sources_file=/etc/apt/sources.list.d/$repository-$channel.sources
    list_file=/etc/apt/sources.list.d/$repository-$channel.list
    key_file=/etc/apt/keyrings/$repository.asc
    yum_directory=/etc/yum.repos.d
    zypp_directory=/etc/zypp/repos.d

    action=install_files distro='' dry_run='' found=''
    while [ $# -gt 0 ]; do
        case $1 in
            --distro)
                [ $# -gt 1 ] || usage_error '--distro needs a name'
                distro=$2
                shift ;;
            --distro=*) distro=${1#*=} ;;
            --remove) action=remove_files ;;
            --print-keys) action=print_keys ;;
            --dry-run) dry_run=yes ;;
            -h | --help) action=usage ;;
            *) usage_error "unknown argument: $1" ;;
        esac
        shift
    done

    LC_ALL=C
    export LC_ALL
    umask 022
    read_os_release
    case $action in
        *_files)
            [ -n "$dry_run" ] || [ "$(id -u)" = 0 ] ||
                fail 77 'run this as root, or with --dry-run to see what it would do' ;;
    esac
    "$action"
}

# Braces: a prefix of this line is no command either.
{ slipway_setup "$@"; }
