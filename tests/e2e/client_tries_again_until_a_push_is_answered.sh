#!/bin/sh
# A push survives refusals for the moment and a lost answer, and is carried out once; a refusal is not tried again.
. "$(dirname "$0")/lib.sh"

start_server
before=$(revision)
start_proxy --refuse packages 503 2
client_url=$proxy
expect_success push "$(make_deb hello 1.0)"
expect_output "trying again in 0.0 s (2 of 5)"
expect_output "published in dev, revision $((before + 1))"

start_proxy --lose packages 1
client_url=$proxy
expect_success push "$(make_deb hello 2.0)" "$(make_rpm hello 2.0)"
expect_output "already in dev, revision $((before + 2))"
expect_equal $((before + 2)) "$(revision)" "revision"

start_proxy --refuse packages 503 9
client_url=$proxy
expect_exit 75 push "$(make_deb hello 3.0)" --retries 2
expect_equal 3 "$(grep -c 'refused PUT .*hello_3.0' "$work/proxy.log")" "attempts"

start_proxy --refuse packages 403 9
client_url=$proxy
expect_exit 77 push "$(make_deb hello 4.0)"
expect_equal 1 "$(grep -c 'refused PUT .*hello_4.0' "$work/proxy.log")" "attempts after a refusal"

# A new token may have been made: it is not made twice.
start_proxy --lose tokens 1
client_url=$proxy
expect_exit 69 slipway tokens create ci --scope upload:main/dev --token-file "$data/admin-token"
expect_output "not known whether this was carried out"
expect_equal 1 "$(grep -c 'POST .*tokens' "$work/proxy.log")" "attempts to make a token"
