# A real nginx, HAProxy or Caddy with its example of config/ in front of a daemon that has the settings of
# docs/tls-and-proxies.md. Sourced after tests/e2e/lib.sh.

# serve_behind_fronts: the daemon, and the address $front of what stands in front of it; $packages takes uploads there.
serve_behind_fronts() {
    front_port=$(free_port)
    front=https://localhost:$front_port
    packages=$front/api/v1/repositories/main/channels/staging/packages
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
        -keyout "$work/front.key" -out "$work/front.pem" 2>/dev/null
    cat "$work/front.pem" "$work/front.key" >"$work/both.pem"
    documented_settings 2 | sed "s|https://packages.example.com|$front|" >"$work/behind.toml"
    start_server --config "$work/behind.toml"
}

# start_front NAME [ALLOWED]: nginx, haproxy or caddy, in the place of the former one; ALLOWED is who may use the API.
start_front() {
    allowed=${2:-127.0.0.0/8}
    [ -z "${front_pid:-}" ] || { kill "$front_pid" && wait "$front_pid" 2>/dev/null || :; }
    front_pid=
    case $1 in
        nginx)
            start_nginx "$front_port" "s|127.0.0.0/8|$allowed|"
            front_pid=$nginx_pid nginx_pid=
            return ;;
        haproxy)
            sed -e "s|bind :443|bind 127.0.0.1:$front_port|" -e "s|/etc/haproxy/.*\.pem|$work/both.pem|" -e "s|127.0.0.1:8080|$listen|" \
                -e "s|127.0.0.0/8|$allowed|" "$here/../../config/haproxy-example.cfg" >"$work/haproxy.cfg"
            haproxy -f "$work/haproxy.cfg" >"$work/proxy.log" 2>&1 & ;;
        caddy)
            { printf '{\n\tadmin off\n\tauto_https off\n}\n'
            sed -e "s|^packages.example.com {|https://localhost:$front_port {\n\ttls $work/front.pem $work/front.key|" \
                -e "s|127.0.0.1:8080|$listen|" -e "s|127.0.0.0/8|$allowed|" "$here/../../config/caddy-example.Caddyfile"
            } >"$work/Caddyfile"
            HOME=$work caddy run --adapter caddyfile --config "$work/Caddyfile" >"$work/proxy.log" 2>&1 & ;;
    esac
    front_pid=$!
    helper_pids="$helper_pids $front_pid"
    until_true curl --cacert "$work/front.pem" -sS -o /dev/null "$front/healthz" 2>/dev/null || fail "$1 did not start"
}

# through CURL ARGUMENT...; put FILE CURL ARGUMENT...: an upload.
through() { curl --fail-with-body -sS --cacert "$work/front.pem" "$@"; }
put() { through -H "Authorization: Bearer $upload_token" -T "$@"; }
# address_of_uploads: who sent them, as the audit log has it.
address_of_uploads() { api GET "/events?limit=1000" | json '["events"]' | grep -o "'address': '[0-9.]*'" | sort -u; }

# make_dense_deb NAME BYTES: prints the path of a package of that size, which does not compress.
make_dense_deb() {
    make_deb "$1" 1.0 >/dev/null
    head -c "$2" /dev/urandom >"$work/make-deb/$1/usr/share/$1/blob"
    dpkg-deb -Znone --build --root-owner-group "$work/make-deb/$1" "$work/packages/$1_1.0_all.deb" >/dev/null
    echo "$work/packages/$1_1.0_all.deb"
}

# use_apt_through NAME: a machine whose apt reads the channel staging through the front.
use_apt_through() {
    use_apt "$1"
    echo "Acquire::https::CaInfo \"$work/front.pem\";" >>"$apt_root/apt.conf"
    through -o "$apt_root/etc/apt/sources.list.d/slipway.sources" "$front/main/deb/staging.sources"
}
