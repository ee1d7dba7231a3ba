#!/bin/sh
# What scripts/run prints fits on one screen and names a page that a browser can open, also where the daemon listens on all
# addresses of the machine; the set-up in one line stands there only where nobody on the way can change it.
. "$(dirname "$0")/lib.sh"
. "$here/../../scripts/greeting.sh"
scratch=$work

# greeted ARGUMENT...: what greet prints, in $work/output.
greeted() {
    expect_success greet "$@"
    lines=$(wc -l <"$work/output")
    [ "$lines" -le 24 ] || fail "the greeting has $lines lines"
}
page() { sed -n 's/^Page  *//p' "$work/output"; }

hostname() { echo "127.0.0.2 2001:db8::7"; }
expect_equal http://127.0.0.2:8080 "$(reachable http://0.0.0.0:8080)" "all IPv4 addresses"
expect_equal https://127.0.0.2:8443 "$(reachable 'https://[::]:8443')" "all addresses"
expect_equal http://192.0.2.1:8080 "$(reachable http://192.0.2.1:8080)" "one address"
expect_equal 'http://[2001:db8::7]:8080' "$(hostname() { echo 2001:db8::7; } && reachable 'http://[::]:8080')" "a machine without IPv4"
expect_equal http://127.0.0.1:8080 "$(hostname() { return 1; } && reachable http://0.0.0.0:8080)" "a machine without addresses"

listen=0.0.0.0:0
start_server
greeted "$url" "$data" ""
expect_output "fingerprint"
expect_output "$(with_spaces "$(active_key | tr '[:lower:]' '[:upper:]')")"
expect_output "| sh"
case $(page) in
    "http://127.0.0.2:${listen##*:}/") ;;
    *) fail "the page is $(page)" ;;
esac
expect_success curl --fail -sS "$(page)"
expect_output "<html"

greeted "$url" "$data" http://packages.example.com/linux/
expect_equal http://packages.example.com/linux/ "$(page)" "the page behind a proxy"
expect_no_output "| sh"
