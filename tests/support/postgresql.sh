# The vocabulary of client tests whose catalog is in PostgreSQL; behind tests/e2e/lib.sh.

# start_postgresql: one of its own, on a free port of loopback, with an empty database that sorts as German does; its URL
# is $database_url. Where none is installed the test ends as skipped.
start_postgresql() {
    postgresql_programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    if [ ! -x "$postgresql_programs/initdb" ]; then
        echo "skipped: PostgreSQL is not installed (apt-get install postgresql)"
        exit 77
    fi
    postgresql=$(mktemp -d "${TMPDIR:-/tmp}/slipway-e2e-postgresql.XXXXXX")
    postgresql_pid=
    trap 'clean_up; remove_postgresql' EXIT
    as_postgresql= # who is another user for root only, as whom it does not run
    if [ "$(id -u)" = 0 ]; then
        chown postgres "$postgresql"
        as_postgresql="setpriv --reuid=postgres --regid=postgres --clear-groups"
    fi
    (cd "$postgresql" && $as_postgresql "$postgresql_programs/initdb" -D "$postgresql/data" -U slipway --auth=trust -E UTF8 \
        --locale-provider=icu --icu-locale=de-DE --locale=C.UTF-8 --no-instructions --no-sync) >"$work/postgresql.log" 2>&1 ||
        { cat "$work/postgresql.log" >&2; fail "initdb"; }
    postgresql_port=$(free_port)
    database_url=postgresql://slipway@127.0.0.1:$postgresql_port/slipway
    run_postgresql
    query_in postgres 'CREATE DATABASE slipway' >/dev/null
}

# run_postgresql: starts it, again after a stop_postgresql.
run_postgresql() {
    (cd "$postgresql" && exec $as_postgresql "$postgresql_programs/postgres" -D "$postgresql/data" -h 127.0.0.1 \
        -p "$postgresql_port" -k "$postgresql") >>"$work/postgresql.log" 2>&1 &
    postgresql_pid=$!
    until_true "$postgresql_programs/pg_isready" -q -h 127.0.0.1 -p "$postgresql_port" || fail "PostgreSQL does not start"
}

# stop_postgresql: at once, as if the machine had lost power.
stop_postgresql() {
    kill -QUIT "$postgresql_pid" 2>/dev/null || :
    wait "$postgresql_pid" 2>/dev/null || :
    postgresql_pid=
}

remove_postgresql() {
    [ -z "$postgresql_pid" ] || stop_postgresql
    rm -rf "$postgresql"
}

# query SQL: what psql says to it, of the server's database; query_in DATABASE SQL.
query_in() { "$postgresql_programs/psql" -X -q -A -t -h 127.0.0.1 -p "$postgresql_port" -U slipway -d "$1" -c "$2"; }
query() { query_in slipway "$1"; }
