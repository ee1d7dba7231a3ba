#!/bin/sh
# judges.sh DIRECTORY [WORKERS]: what dpkg and apt of this system make of DIRECTORY/taken/*.deb, DIRECTORY/refused/*.deb,
# DIRECTORY/alone/*.deb (dpkg may wait for ever over them) and DIRECTORY/index/Packages. Everything that they write lies below
# DIRECTORY. dpkg's judgements: DIRECTORY/dpkg, a line "NUMBER EXIT MESSAGE" each; apt's: the exit status in DIRECTORY/apt.exit,
# what it said in DIRECTORY/apt.said, what it found in DIRECTORY/apt.found ("NAME VERSION").
#
# Packages are installed (dpkg -i) fifty at a time. Whatever dpkg can read but does not install among others is tried once
# more on a machine of its own, and that is the judgement; fifty after which dpkg gives up, or cannot configure one, are tried
# as two halves. After each installation dpkg must be able to read what it wrote of it into its database.
set -eu
cd "$1"
here=$(pwd)
export LC_ALL=C

workers=${2:-2}

fresh_root() {
    rm -rf "$root"
    mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates" "$root/var/log" "$root/etc"
    : >"$root/var/lib/dpkg/status"
}
# install SECONDS DEB...: 124 after that time.
install() {
    seconds=$1
    shift
    timeout "$seconds" dpkg --root="$root" --force-not-root --force-script-chrootless --force-unsafe-io --force-depends \
        --force-architecture --abort-after=100000 -i "$@" >"$place/said" 2>&1 </dev/null
}
# can_go_on: dpkg reads its database.
can_go_on() { dpkg --root="$root" --audit >/dev/null 2>>"$place/said"; }

judge_one() {
    fresh_root
    status=0
    install "${2:-600}" "$1" && can_go_on || status=$?
    number=${1##*/}
    echo "${number%.deb} $status $(tr '\n' ' ' <"$place/said" | cut -c 1-300)" >>"$place/dpkg"
}
judge_many() {
    [ $# -gt 1 ] || { judge_one "$1" && return; }
    fresh_root
    status=0
    install 600 "$@" || status=$?
    if [ $status -gt 1 ] || grep -q 'error processing package' "$place/said" ||
        { cp "$place/said" "$place/installed" && ! can_go_on; }; then
        first=
        half=$(($# / 2))
        while [ $half -gt 0 ]; do first="$first $1" half=$((half - 1)) && shift; done
        (judge_many $first)
        judge_many "$@"
        return
    fi
    # What dpkg cannot read it cannot read anywhere; what else it did not install may be for its company.
    for deb in "$@"; do echo "$deb"; done | awk -v installed="$place/installed" -v again="$place/again" '
        BEGIN { printf "" >again }
        FILENAME == installed && /^dpkg: error processing archive .*\.deb \(--install\):$/ { deb = $5; getline; why[deb] = $0 }
        FILENAME != installed {
            number = $0; sub(/.*\//, "", number); sub(/\.deb$/, "", number)
            if (!($0 in why)) print number, 0, "installed"
            else if (why[$0] ~ /^ parsing file /) print number, 1, why[$0]
            else print >again
        }' "$place/installed" - >>"$place/dpkg"
    for deb in $(cat "$place/again"); do judge_one "$deb"; done
}

# judge_share NUMBER: each so manieth fifty, with files of its own; the first share has those that are judged alone.
judge_share() {
    share=$1 place=$here/share$1 fifty=0
    root=$place/root
    mkdir "$place"
    for directory in taken refused; do
        set --
        for deb in "$directory"/*.deb; do
            [ -e "$deb" ] || break
            [ $((fifty / 50 % workers)) != "$share" ] || set -- "$@" "$deb"
            fifty=$((fifty + 1))
            [ $# -lt 50 ] || { judge_many "$@" && set --; }
        done
        [ $# -eq 0 ] || judge_many "$@"
    done
    [ "$share" = 0 ] || return 0
    for deb in alone/*.deb; do [ ! -e "$deb" ] || judge_one "$deb" 20; done
}
number=0
while [ $number -lt "$workers" ]; do
    judge_share $number &
    number=$((number + 1))
done
wait
cat share*/dpkg >dpkg
rm -rf share*

mkdir -p apt/lists/partial apt/cache/archives/partial apt/etc
: >apt/status
echo "deb [trusted=yes] file:$here/index ./" >apt/etc/sources.list
set -- -o "Dir::State=$here/apt" -o "Dir::State::lists=$here/apt/lists" -o "Dir::State::status=$here/apt/status" \
    -o "Dir::Cache=$here/apt/cache" -o "Dir::Etc=$here/apt/etc" -o Dir::Etc::sourceparts=- -o Dir::Etc::parts=- \
    -o APT::Sandbox::User=root -o APT::Architecture=amd64 -o APT::Architectures::=amd64 -o Acquire::Languages=none
status=0
apt-get "$@" update >apt.said 2>&1 </dev/null || status=$?
echo "$status" >apt.exit
apt-cache "$@" dump 2>>apt.said </dev/null |
    awk '/^Package: / { name = $2; sub(/:[^:]*$/, "", name) } /^ Version: / { print name, $2 }' >apt.found
