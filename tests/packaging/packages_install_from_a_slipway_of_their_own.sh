#!/bin/sh
# scripts/package's debs and rpms, served by the daemon that is in them, are installed by apt and dnf as a user does it,
# with their scripts. Each machine is this one with a layer in memory above: what is installed there is gone afterwards.
packaging=$(cd "$(dirname "$0")" && pwd)
. "$packaging/../e2e/lib.sh"

build=$(cd "$(dirname "$SLIPWAYD")/.." && pwd)
expect_success "$packaging/../../scripts/package" --build "$build" --output "$work/packages" --without-debug
data=$work/packages/repository
start_server

# on_a_machine SCRIPT: in mount and process namespaces that end with it.
on_a_machine() {
    expect_success env scratch="$work" url="$url" packages="$work/packages" TMPDIR="$work" \
        unshare $([ "$(id -u)" = 0 ] || echo --map-root-user --map-auto) --mount --pid --fork --kill-child --mount-proc \
        sh "$packaging/$1"
}
on_a_machine debian.sh
on_a_machine fedora.sh
