#!/bin/sh
# Three nodes share a database and a bucket. What one of them has answered with 201 every ready node serves: apt and dnf
# install through any of them, repomd.xml and its signature stay a pair, a node that is killed is not missed, and one that
# stands still is named.
# Run by tests/storage/s3/run_with_store.py, which starts the store.
. "$(dirname "$0")/lib.sh"
. "$here/../support/postgresql.sh"

start_postgresql
trap 'signal_nodes CONT; clean_up; remove_postgresql' EXIT
(umask 077 && openssl rand -hex 32 >"$work/sealing-key")
cat >"$work/slipway.toml" <<END
[storage]
catalog = "$database_url"
objects = "s3://packages/nodes"
[keys]
sealing_key_file = "$work/sealing-key"
[s3]
endpoint = "$SLIPWAY_TEST_S3_ENDPOINT"
[cluster]
wait = "20s"
END
slipwayd_here() { "$SLIPWAYD" "$@" --config "$work/slipway.toml" --data "$work/nothing"; }

# --- nodes: what belongs to node a is in $url_a, $id_a, $pid_a ----------------------------------------------------------

of() { eval "echo \"\${$1_$2:-}\""; }
# start_node NAME [ARGUMENT...]: on its former port if it was started before.
start_node() {
    node=$1
    address=$(of id "$node")
    [ -n "$address" ] || address=127.0.0.1:$(free_port)
    shift
    : >"$work/$node.out"
    "$SLIPWAYD" serve --config "$work/slipway.toml" --data "$work/$node" --listen "$address" \
        --cluster-url "http://$address" "$@" >"$work/$node.out" 2>>"$work/server.log" &
    eval "pid_$node=$! id_$node=$address url_$node=http://$address"
    helper_pids="$helper_pids $!"
    wait_for_line "$work/$node.out" "listening on " $! >/dev/null || fail "node $node did not start"
}
signal_nodes() { for node in a b c; do kill "-$1" "$(of pid $node)" 2>/dev/null || :; done; }
kill_node() { kill -9 "$(of pid "$1")" && wait "$(of pid "$1")" || :; }
# at NODE COMMAND...: the vocabulary asks that node.
at() {
    url=$(of url "$1")
    shift
    "$@"
}

# What a client that nobody has seen before gets from a node.
fetch() { curl --fail -sS -A "visitor $(cat /proc/sys/kernel/random/uuid)" "$(of url "$1")/main/$2"; }
digest_of() { fetch "$1" "$2" | sha256sum; }
release=deb/dists/dev/InRelease
repomd=rpm/dev/x86_64/repodata/repomd.xml
# serve_alike NODE...: every entry point is the same at all of them.
serve_alike() {
    for path in $release deb/dists/dev/main/binary-amd64/Packages.gz $repomd $repomd.asc; do
        for node in "$@"; do
            [ "$(digest_of "$node" $path)" = "$(digest_of "$1" $path)" ] || return 1
        done
    done
}
expect_alike() { serve_alike "$@" || fail "the nodes $* do not serve the same"; }
# has_version NODE VERSION [CHANNEL]
has_version() { fetch "$1" "deb/dists/${3:-dev}/main/binary-amd64/Packages.gz" | gunzip | grep -x "Version: $2" >/dev/null; }
# publish NODE VERSION: a deb, then an rpm.
publish() {
    at "$1" expect_success upload "$(make_deb hello "$2")"
    at "$1" expect_success upload "$(make_rpm hello "$2")"
}
nodes_ready() { slipwayd_here nodes --json | json '["nodes"]' | grep -o "'ready': True" | wc -l; }
ready_are() { [ "$(nodes_ready)" = "$1" ]; }

start_node a
admin_token=$(cat "$work/a/admin-token")
upload_token=$(cat "$work/a/upload-token")
start_node b
start_node c
until_true ready_are 3 || fail "three nodes are not ready: $(slipwayd_here nodes)"

# --- right after every answer each node serves it -----------------------------------------------------------------------

version=0
for node in a b c b a c; do
    version=$((version + 1))
    publish $node $version.0
    expect_output '"nodes":{"serving":3,"lagging":[]}'
    for other in a b c; do
        has_version $other $version.0 || fail "node $other does not serve what $node has answered"
    done
    expect_alike a b c
done
at b expect_success api POST /repositories/main/promotions '{"from":"dev","to":"staging"}'
expect_output '"lagging":[]'
for node in a b c; do
    has_version $node $version.0 staging || fail "node $node does not serve what was promoted"
done

# --- clients ------------------------------------------------------------------------------------------------------------

use_apt
apt_source dev "$url_a"
expect_success apt_update
publish c 7.0
apt_source dev "$url_b" # as a balancer sends them: the index of one node, the package of another
expect_success apt_update
expect_success apt_install hello
expect_equal 7.0 "$(installed_by_apt hello)" "apt through another node"
use_dnf
dnf_source dev "$url_c"
expect_success dnf_install hello
expect_equal 7.0 "$(installed_by_dnf hello)" "dnf through a third node"

# A client has repomd.xml of one node when another one publishes, and asks a third one for the signature.
half() { curl --fail -sS -A "client of yum" "$(of url "$1")/main/$2"; }
fetch b $repomd.asc >"$work/earlier.asc"
half a $repomd >"$work/repomd.xml"
publish b 8.0
half c $repomd.asc >"$work/repomd.xml.asc"
cmp -s "$work/earlier.asc" "$work/repomd.xml.asc" || fail "the signature is not that of the repomd.xml that was fetched"
half c $repomd.asc >"$work/repomd.xml.asc"
! cmp -s "$work/earlier.asc" "$work/repomd.xml.asc" || fail "a client that begins anew gets the old signature"

# --- a node is killed ---------------------------------------------------------------------------------------------------

kill_node a
begun=$(date +%s)
publish b 9.0
[ $(($(date +%s) - begun)) -lt 60 ] || fail "two changes took a minute without the node that was killed"
expect_alike b c
has_version c 9.0 || fail "the change that was answered without a is not served"
until_true ready_are 2 || fail "a node that is dead counts as ready: $(slipwayd_here nodes)"
publish c 10.0
expect_output '"nodes":{"serving":2,"lagging":[]}'

start_node a --cluster-wait 2s
has_version a 10.0 || fail "the node was ready before it had caught up"
expect_alike a b c
publish b 11.0
expect_output '"nodes":{"serving":3,"lagging":[]}'
expect_alike a b c

# --- a node stands still ------------------------------------------------------------------------------------------------

# It counts as alive for five seconds after a sign of life. On a slow machine an upload may take longer, so here it gets more.
kill -STOP "$pid_c"
query "UPDATE cluster_nodes SET seen_at = clock_timestamp() + interval '30 s' WHERE id = '$id_c'" >/dev/null
at a expect_success upload "$(make_deb hello 12.0)"
expect_output "\"lagging\":[\"$id_c\"]"
has_version b 12.0 || fail "the node that does not stand still lags"
kill -CONT "$pid_c"
until_true serve_alike a b c || fail "the node that stood still does not catch up"

# --- what operators see -------------------------------------------------------------------------------------------------

until_true ready_are 3 || fail "not all are ready again"
for node in a b c; do at $node expect_success curl --fail -sS "$url/readyz"; done
expect_success slipwayd_here nodes
for node in a b c; do expect_output "$(of id $node)"; done
at a expect_success api GET /nodes
expect_output "\"id\":\"$id_b\""
at b expect_success curl --fail -sS "$url/metrics"
expect_output "slipway_generation_lag{node=\"$id_a\",repository=\"main\"} 0"
at b expect_success curl --fail -sS "$url/"
expect_output '<td>current</td>'
expect_no_output "${id_c#*:}"
expect_success slipwayd_here fsck
expect_output clean
