#!/bin/sh
# Every command of README.md, pasted in order on a machine that has been built on, does and prints what the README says.
# Left out is scripts/test, of which this is a part. The compiler is: what it would make is put in its place.
. "$(dirname "$0")/lib.sh"
unset -f slipway upload push

checkout=$work/checkout
mkdir -p "$checkout" "$work/home" "$work/programs"
cp -R "$here/../../README.md" "$here/../../scripts" "$checkout/"
cd "$checkout"
export HOME="$work/home"
port=$(free_port)
sed -i "s/127\.0\.0\.1:8080/127.0.0.1:$port/g" README.md scripts/run
for builder in cmake ninja; do
    printf '#!/bin/sh\nmkdir -p build/release/bin && ln -sf "%s" "%s" build/release/bin/\n' "$SLIPWAYD" "$SLIPWAY" >"$work/programs/$builder"
    chmod 0755 "$work/programs/$builder"
done

documented() { echo "+ $1"; }
not_as_documented() { fail "README.md: $1"; }
# block PART...: the file that has these commands.
block() {
    python3 -B "$here/documented_commands.py" README.md "$@" >"$work/block-$1" || fail "README.md: no commands: $*"
    echo "$work/block-$1"
}

# on_a_machine FILE: as root of a machine that has this one's programs and no sources of packages. What apt, dpkg and the
# set-up script write lies in memory and is forgotten.
on_a_machine() {
    cat >"$work/machine.sh" <<'MACHINE'
set -eu
mount -t tmpfs none "$1"
mkdir -p "$1/programs" "$1/usr/bin" "$1/var/lib/apt/lists/partial" "$1/var/cache/apt/archives/partial" "$1/var/log/apt"
cp -R /etc "$1/" 2>/dev/null || : # locks and secrets are for root alone, who need not be here
cp -R /var/lib/dpkg "$1/var/lib/" 2>/dev/null || :
rm -rf "$1/etc/apt/sources.list" "$1/etc/apt/sources.list.d/"*
printf 'APT::Sandbox::User "root";\nAcquire::http::Proxy::127.0.0.1 "DIRECT";\n' >"$1/etc/apt/apt.conf.d/99-test"
mount --bind /usr/bin "$1/programs"
ln -s "$1/programs/"* "$1/usr/bin/"
for folder in etc var/lib/dpkg var/lib/apt var/cache/apt var/log usr/bin; do mount --bind "$1/$folder" "/$folder"; done
work=$1
cd "$work"
documented() { echo "+ $1"; }
not_as_documented() { cat "$work/output" >&2; echo "README.md: $1" >&2; exit 1; }
. "$2"
MACHINE
    mkdir -p "$work/machine"
    unshare --mount $([ "$(id -u)" = 0 ] || echo --map-root-user) sh "$work/machine.sh" "$work/machine" "$1" </dev/null
}

expect_equal 5 "$(grep -c '^```sh$' README.md)" "blocks of commands in README.md"
start=$(block 1)
expect_equal "scripts/run
scripts/test" "$(sed -n "s/^documented '\([^ ]*\).*/\1/p" "$start")" "the two commands"

PATH="$work/programs:$PATH" scripts/run >"$work/server.out" 2>"$work/server.log" </dev/null &
server_pid=$!
wait_for_line "$work/server.out" "Ctrl-C ends" "$server_pid" >/dev/null || fail "scripts/run did not come up"
expect_success grep -qF "http://127.0.0.1:$port/" "$work/server.out"
expect_success grep -qF "Building (preset release; the first time takes some minutes)" "$work/server.log"
[ "$(wc -l <"$work/server.out")" -le 25 ] || fail "scripts/run prints more than one screen"

. "$(block 2)"
. "$(block 3)"
on_a_machine "$(block 4)" || fail "the machine that installs"
. "$(block 5)"
. "$(block table)"

signal_server TERM
expect_equal 0 "$server_status" "exit code of scripts/run"
