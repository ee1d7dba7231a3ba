#!/bin/sh
# scripts/package's debs and rpms, served by the daemon that is in them, are installed by apt and dnf as a user does it,
# with their scripts. Each machine is this one with a layer in memory above: what is installed there is gone afterwards.
packaging=$(cd "$(dirname "$0")" && pwd)
. "$packaging/../e2e/lib.sh"

package=$packaging/../../scripts/package
expect_exit 64 "$package" --colour
expect_output "usage: scripts/package"
build=$(cd "$(dirname "$SLIPWAYD")/.." && pwd)
"$package" --build "$build" --output "$work/packages" --without-debug >"$work/made" 2>"$work/output" || fail "scripts/package"
version=$("$SLIPWAYD" version | cut -d ' ' -f 2)
for name in slipway slipway-server; do
    echo "$work/packages/${name}_${version}_$(dpkg --print-architecture).deb"
    echo "$work/packages/$name-$(echo "$version" | tr + ^)-1.$(uname -m).rpm"
done | sort >"$work/expected"
sort "$work/made" | grep -v '^Serve them: ' >"$work/paths"
expect_success diff -u "$work/expected" "$work/paths"
data=$work/packages/repository
start_server
expect_equal 4 "$(api GET /repositories/main/channels/stable | json '["package_count"]')" "packages in stable"

# on_a_machine SCRIPT: in mount and process namespaces that end with it.
on_a_machine() {
    expect_success env scratch="$work" url="$url" packages="$work/packages" TMPDIR="$work" \
        unshare $([ "$(id -u)" = 0 ] || echo --map-root-user --map-auto) --mount --pid --fork --kill-child --mount-proc \
        sh "$packaging/$1"
}
on_a_machine debian.sh
on_a_machine fedora.sh
