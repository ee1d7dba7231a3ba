#!/bin/sh
# The debug packages of scripts/package are of the very programs that are in the others: debuggers find them by the build ID,
# in the debs and in the rpms. They take a build of their own, so this is skipped until scripts/package has made them of the
# version that is tested.
packaging=$(cd "$(dirname "$0")" && pwd)
. "$packaging/../e2e/lib.sh"

made=$packaging/../../build/packages
version=$("$SLIPWAYD" version | cut -d ' ' -f 2)
set -- "$made/slipway-server-dbgsym_${version}_"*.deb
[ -e "$1" ] || { echo "scripts/package has made none of version $version" && exit 77; }

# one_of PATTERN: the only file of that kind.
one_of() {
    set -- "$made"/$1
    expect_equal 1 $# "files like $1"
    echo "$1"
}
# build_id FILE: as debuggers look for it, "ab/cdef….debug".
build_id() { readelf -n "$1" | sed -n 's|^ *Build ID: \(..\)\(.*\)$|\1/\2.debug|p'; }

for pair in "slipway-server slipwayd" "slipway slipway"; do
    package=${pair% *} program=${pair#* }
    dpkg-deb -x "$(one_of "${package}_*.deb")" "$work/$package"
    dpkg-deb -x "$(one_of "${package}-dbgsym_*.deb")" "$work/$package-dbgsym"
    symbols=$work/$package-dbgsym/usr/lib/debug/.build-id/$(build_id "$work/$package/usr/bin/$program")
    expect_success test -f "$symbols"
    expect_success readelf -S "$symbols"
    expect_output .debug_line

    installed=$(rpm -qlp "$(one_of "$package-[0-9]*.rpm")" | sed -n 's|^/usr/lib/.build-id/\(..\)/\(.*\)$|\1/\2|p')
    expect_equal 1 "$(echo "$installed" | grep -c /)" "build IDs of $package"
    rpm -qlp "$(one_of "$package-debuginfo-*.rpm")" >"$work/output"
    expect_output "/usr/lib/debug/.build-id/$installed.debug"
done
