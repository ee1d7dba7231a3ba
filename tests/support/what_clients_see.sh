# The vocabulary of client tests in which a server moves to other places; behind tests/e2e/lib.sh.

# settings NAME [LINE...]: settings for a data directory of that name in $work; the path of the file.
settings() {
    settings_file=$work/$1.toml
    echo "data = \"$work/$1\"" >"$settings_file"
    shift
    [ $# -eq 0 ] || printf '%s\n' "$@" >>"$settings_file"
    echo "$settings_file"
}

# start_from FILE: the daemon with these settings.
start_from() {
    data=$(sed -n 's/^data = "\(.*\)"$/\1/p' "$1")
    start_server --config "$1"
}

migrate() { "$SLIPWAYD" migrate --from "$1" --to "$2"; }
# refused_here FILE: no daemon starts with these settings.
refused_here() { expect_exit 78 "$SLIPWAYD" serve --config "$1" --listen 127.0.0.1:0; }

# fetch NAME PATH: the bytes and the time that a client gets, into $seen.
fetch() {
    curl --fail -sS -D "$work/head" -o "$seen/$1" "$url$2" || fail "GET $2"
    grep -i '^\(last-modified\|etag\):' "$work/head" >"$seen/$1.head" || fail "no validators: $2"
}

# see NAME: everything of the server that must not change, into $work/seen-NAME: what apt and dnf are served, byte by byte
# with its times; channels, keys, tokens and the audit log. The uses of tokens are left out.
see() {
    seen=$work/seen-$1
    mkdir "$seen"
    for file in InRelease Release Release.gpg main/binary-amd64/Packages.xz; do
        fetch "deb-$(basename $file)" "/main/deb/dists/dev/$file"
    done
    for file in repomd.xml repomd.xml.asc; do fetch "rpm-$file" "/main/rpm/dev/x86_64/repodata/$file"; done
    for package in $packages; do fetch "$(basename "$package")" "$package"; done
    for path in / /channels/dev /channels/dev/revisions /keys /pins; do
        api GET "/repositories/main${path%/}" >"$seen/api$(echo "$path" | tr / -)" || fail "GET $path"
    done
    api GET /tokens | python3 -c 'import json, sys
for token in json.load(sys.stdin)["tokens"]: token.pop("last_used_at", None); print(sorted(token.items()))' >"$seen/tokens"
    api GET '/events' >"$seen/events"
}

# expect_same NAME NAME: what was seen then and then.
expect_same() {
    diff -r "$work/seen-$1" "$work/seen-$2" >"$work/output" || fail "clients notice the move from $1 to $2"
}
