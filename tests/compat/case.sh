#!/bin/sh
# case.sh CASE CLIENT VERSION BASE: one case on one client, whose machines are layers above the root BASE. Run by
# tests/compat/run in namespaces of its own, with scratch, corpus, remark and SLIPWAYD in the environment.
compat=$(cd "$(dirname "$0")" && pwd)
. "$compat/../e2e/lib.sh"
here=$compat/../e2e
promise="$1 of $2 $3"

client=$2 client_version=$3 base=$4
not_an_index_reader="rpm reads no index: it checks what dnf and zypper hand it"
# What holds for a client whose file says nothing else.
cannot_read_the_set_up_file() { return 1; }
takes_no_url() { echo "$client has no command that takes the URL of a source"; }
start_tampering_proxy() { start_proxy --flip '\.(deb|rpm)$'; }
knows_standby_keys() { return 0; }
finds_snapshots() { return 1; }

. "$compat/machine.sh"
. "$compat/cases.sh"
. "$compat/clients/${client%5}.sh"
"case_$1"
