#!/bin/sh
# While packages arrive, a check beside the daemon finds nothing wrong, and every backup restores to a state that is whole.
. "$(dirname "$0")/lib.sh"

python3 "$here/make_corpus.py" --debs 40 "$work/debs"
python3 "$here/make_corpus.py" --rpms 20 "$work/rpms"
start_server
(for file in "$work/debs"/* "$work/rpms"/*; do upload "$file" || exit 1; done) >"$work/uploads.log" 2>&1 &
uploads=$!
rounds=0
while kill -0 $uploads 2>/dev/null || [ $rounds -lt 2 ]; do
    expect_success "$SLIPWAYD" fsck --data "$data"
    expect_success "$SLIPWAYD" backup --data "$data" --to "$work/backup" --with-keys
    rm -rf "$work/restored"
    expect_success "$SLIPWAYD" restore --from "$work/backup" --data "$work/restored"
    expect_success "$SLIPWAYD" fsck --data "$work/restored"
    expect_output clean
    rounds=$((rounds + 1))
done
wait $uploads || fail "an upload failed: $(tail -n 3 "$work/uploads.log")"
