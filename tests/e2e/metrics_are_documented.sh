#!/bin/sh
# docs/monitoring.md lists every metric that a daemon serves, and no other; config/'s alerts and dashboard ask for these alone.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_deb hello 1.0)"
expect_success curl --fail -sS -o "$work/metrics" "$url/metrics"
compare() { python3 -B "$here/compare_metrics.py" "${1:-$here/../..}" "$work/metrics"; }
expect_success compare

# It does see what differs.
mkdir -p "$work/other"
cp -R "$here/../../docs" "$here/../../config" "$work/other/"
sed -i 's/^| `slipway_pool_files`.*$//' "$work/other/docs/monitoring.md"
sed -i 's/slipway_damaged > 0/slipway_harmed > 0/; s/^          runbook: .*slipwaybusy$//' "$work/other/config/prometheus-alerts.yml"
sed -i 's/slipway_revisions_total/slipway_revision_total/; s/by (lane)/by (line)/' "$work/other/config/grafana-dashboard.json"
expect_failure compare "$work/other"
for what in "slipway_pool_files: served" "SlipwayDamaged: slipway_harmed" "SlipwayBusy: no expression" \
    "Publications: slipway_revision_total" "label line"; do
    expect_output "$what"
done
