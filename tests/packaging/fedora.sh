# The rpms by dnf, on a machine that claims to be Fedora. What its libraries are called in rpm's words, the empty rpm
# database learns from a package without files.
. "$(dirname "$0")/machine.sh"
promise="rpms install from a Slipway"
dress_machine() {
    undress_machine
    dress_as fedora 40 dnf dnf-3
    rm -f "$root/etc/yum.repos.d"/*
    mkdir -p "$root/etc/yum.repos.d" "$root/usr/lib/systemd/system-preset"
    echo 'disable *' >"$root/usr/lib/systemd/system-preset/99-default-disable.preset"
}
fresh_machine

# libraries_of_this_machine: an rpm that provides what the two packages need of others.
libraries_of_this_machine() {
    {
        printf 'Name: this-machine\nVersion: 1\nRelease: 1\nSummary: libraries that dpkg installed\nLicense: none\nBuildArch: noarch\n'
        rpm -qp --requires "$packages"/slipway*.rpm | grep -v '^rpmlib(' | sort -u | sed 's/^/Provides: /'
        printf '%%description\nNone.\n%%files\n'
    } >"$work/this-machine.spec"
    rpmbuild -bb --quiet --define "_topdir $work/rpm" --define "_rpmdir $work" \
        --define '_build_name_fmt %%{NAME}.rpm' "$work/this-machine.spec"
}
expect_success libraries_of_this_machine
take "$work/this-machine.rpm" /root/this-machine.rpm
expect_success inside rpm --install /root/this-machine.rpm

expect_success inside sh -c "curl -fsS $url/main/stable.sh | sh"
expect_success inside dnf -q -y --setopt=skip_if_unavailable=0 install slipway-server slipway
expect_the_service
expect_success inside rpm --verify slipway-server slipway
# Fedora's policy: a service starts when its administrator says so.
expect_failure inside test -L /etc/systemd/system/multi-user.target.wants/slipway.service
start_as_slipway
stop_as_slipway

echo 'listen = ["127.0.0.1:8082"]' >"$root/etc/slipway/slipway.toml"
expect_success inside dnf -q -y reinstall slipway-server
expect_equal 'listen = ["127.0.0.1:8082"]' "$(cat "$root/etc/slipway/slipway.toml")" "settings after a second installation"
expect_success inside dnf -q -y remove slipway-server
expect_success test -e "$root/etc/slipway/slipway.toml.rpmsave" -a ! -e "$root/usr/bin/slipwayd"
expect_success test -s "$root/var/lib/slipway/slipway.db"
