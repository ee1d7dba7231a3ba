#!/bin/sh
# A page of the catalog that SQLite cannot read keeps the scrub from the rest of its table, but not from what stands
# elsewhere: damaged package files are found, told and served no more.
. "$(dirname "$0")/lib.sh"

metric() { curl -sS "$url/metrics" | awk -v name="$1" '$1 == name { print int($2) }'; }
is_refused() { [ "$(curl -sS -o "$work/output" -w '%{http_code}' "$1")" = 503 ]; }
has_passed() { [ "$(metric slipway_scrub_passes_total)" -ge 1 ]; }

start_server
upload "$(make_deb hello 1.0)" >"$work/uploaded" || fail "the upload"
package=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["packages"][0]["url"])' "$work/uploaded")
path=/${package#*://*/}
stop_server
python3 - "$data" <<'EOF'
import pathlib, sqlite3, sys

data = pathlib.Path(sys.argv[1])
with sqlite3.connect(data / "slipway.db") as database:
    (page,) = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'package_texts'").fetchone()
    (size,) = database.execute("PRAGMA page_size").fetchone()
with open(data / "slipway.db", "r+b") as catalog:
    catalog.seek((page - 1) * size)
    catalog.write(bytes(100))
(blob,) = [path for path in (data / "blobs/sha256").glob("*/*")]
content = bytearray(blob.read_bytes())
content[len(content) // 2] ^= 1
blob.chmod(0o600)
blob.write_bytes(content)
EOF

export SLIPWAY_SCRUB_INTERVAL=1s SLIPWAY_SCRUB_RATE=1GiB
start_server
until_true is_refused "$url$path" || fail "the scrub did not come to the damaged package"
until_true has_passed || fail "the scrub did not come to its end"
[ "$(metric slipway_scrub_damaged_total)" -ge 2 ] || fail "not all damage is counted"
grep -q 'what="the catalog"' "$work/server.log" || fail "the log does not name the catalog"
