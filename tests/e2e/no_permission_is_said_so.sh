#!/bin/sh
# Who may not use the directory is told so (exit 77), by every command.
. "$(dirname "$0")/lib.sh"

expect_success "$SLIPWAYD" init --data "$data"
expect_success "$SLIPWAYD" backup --data "$data" --to "$work/backup"
chmod 755 "$work"
cp "$SLIPWAYD" "$work/slipwayd" && chmod 755 "$work/slipwayd"
# as_other COMMAND...: as a user who owns nothing here; root is permitted everything.
if [ "$(id -u)" = 0 ]; then
    as_other() { setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }
else
    chmod 000 "$data"
    as_other() { "$@"; }
fi
for command in "serve --listen 127.0.0.1:0" "init" "fsck" "fsck --repair" "gc" "token list" "events"; do
    expect_exit 77 as_other "$work/slipwayd" $command --data "$data"
    expect_output "Permission denied"
done
chmod 750 "$data"
