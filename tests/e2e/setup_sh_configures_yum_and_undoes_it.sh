#!/bin/sh
# Both forms of the set-up script bring dnf its .repo file, and --remove takes it away.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_rpm hello 1.0)"

for script in main/rpm/dev.sh main/dev.sh; do
    a_machine 'ID="fedora"' 'VERSION_ID="40"'
    mkdir -p "$machine/etc/yum.repos.d"
    expect_success curl --fail -sS -o "$work/setup.sh" "$url/$script"
    expect_success in_machine sh "$work/setup.sh" --distro rpm
    expect_success in_machine sh "$work/setup.sh" --distro rpm
    file=$(changed_in_machine | grep '/main-rpm-dev\.repo$') || fail "no .repo file was written by $script"
    use_dnf "dnf-$(echo "$script" | tr / -)"
    cp "$machine/etc/$file" "$dnf_root/etc/yum.repos.d/"
    expect_success dnf_install hello

    expect_success in_machine sh "$work/setup.sh" --distro rpm --remove
    expect_equal "" "$(changed_in_machine | grep '\.repo$' || :)" "files left by --remove of $script"
done
