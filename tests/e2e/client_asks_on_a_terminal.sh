#!/bin/sh
# Before something is destroyed the client asks on a terminal: yes does it; no, Ctrl-D and any other line do nothing.
. "$(dirname "$0")/lib.sh"

start_server
administer() { SLIPWAY_TOKEN=$admin_token slipway "$@"; }
# answer LINE ARGUMENT...: the client on a terminal, where LINE is typed when it asks; Ctrl-D closes the input.
answer() {
    typed=$1
    shift
    HOME=$work/home SLIPWAY_URL=$url SLIPWAY_TOKEN=$admin_token python3 -B "$here/on_terminal.py" "$typed" "$SLIPWAY" "$@"
}
secret=$(make_deb secret 1.0)
digest=$(sha256sum "$secret" | cut -d ' ' -f 1)
expect_success push "$secret" "$(make_deb hello 1.0)"

for typed in n Ctrl-D '' yep; do
    expect_exit 1 answer "$typed" purge main "$digest" --reason "a leaked key"
    expect_output "[y/N] "
    grep -q '^slipway: .*nothing was done' "$work/output" || fail "no line says that nothing was done"
    expect_success administer show main "$digest"
done
expect_exit 0 answer y purge main "$digest" --reason "a leaked key"
expect_output "[y/N] y"
expect_output destroyed
expect_exit 66 administer show main "$digest"

expect_success administer push "$(make_deb hello 1.0)" --to main/stable
before=$(revision stable)
expect_exit 1 answer n rollback main/stable 1
expect_output "removes all 1 packages from main/stable and adds none. Do it? [y/N] n"
expect_exit 1 answer Ctrl-D promote main/staging stable
expect_equal "$before" "$(revision stable)" "revision of stable after no"
expect_exit 0 answer YES rollback main/stable 1
expect_output "main/stable is now at revision"

expect_exit 1 answer n channels delete main/stable --force
expect_exit 0 answer y channels delete main/stable --force
expect_exit 66 administer revisions main/stable

# Who has said yes already, or destroys nothing, is not asked.
expect_exit 0 answer n channels delete main/staging --yes
expect_no_output "[y/N]"
