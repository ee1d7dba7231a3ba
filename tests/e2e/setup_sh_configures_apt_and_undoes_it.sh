#!/bin/sh
# Both forms of the set-up script write what they say, twice without harm, and --remove leaves nothing.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_deb hello 1.0)"

for script in main/deb/dev.sh main/dev.sh; do
    a_machine 'ID=debian' 'VERSION_ID="12"'
    expect_success curl --fail -sS -o "$work/setup.sh" "$url/$script"
    expect_success in_machine sh "$work/setup.sh" --dry-run
    expect_equal "" "$(changed_in_machine)" "files after a dry run of $script"

    expect_success in_machine sh "$work/setup.sh"
    expect_output /etc/apt/sources.list.d/main-dev.sources
    expect_success in_machine sh "$work/setup.sh"
    expect_equal apt/sources.list.d/main-dev.sources "$(changed_in_machine)" "files written by $script"
    use_apt "apt-$(echo "$script" | tr / -)"
    cp "$machine/etc/apt/sources.list.d/main-dev.sources" "$apt_root/etc/apt/sources.list.d/"
    expect_success apt_update
    expect_success apt_install hello

    expect_success in_machine sh "$work/setup.sh" --remove
    expect_equal "" "$(changed_in_machine)" "files left by --remove of $script"
done
