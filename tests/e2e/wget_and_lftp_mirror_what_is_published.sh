#!/bin/sh
# wget -r and lftp follow the listings of directories to every file that is served, each once, and what they bring home
# is what was published: the index by its signed digests, packages by the digests in the index. Pages of listings are
# followed by wget, and a setting makes them long enough for lftp. Switched off there is nothing to follow.
. "$(dirname "$0")/lib.sh"

# wget_all PATH [BASE]: everything below it is in $work/wget.
wget_all() {
    rm -rf "$work/wget"
    expect_success wget --recursive --level=inf --no-parent --no-host-directories --no-verbose --tries=1 \
        --directory-prefix="$work/wget" "${2:-$url}$1"
}
# lftp_all PATH: the same in $work/lftp.
lftp_all() {
    rm -rf "$work/lftp"
    expect_success env HOME="$work" lftp -c "set net:max-retries 1; mirror --no-perms $url$1 $work/lftp"
}
# files_below DIRECTORY: without the listings that wget keeps.
files_below() { (cd "$1" && find . -type f ! -name 'index.html*' | sort); }
# expect_deb_mirror DIRECTORY: what Release and Packages say is there, whole.
expect_deb_mirror() {
    (cd "$1/dists/dev" && sed -n '/^SHA256:/,$s/^ \([0-9a-f]*\) .* \(.*\.[gx]z\)$/\1  \2/p' Release | sha256sum --quiet -c) ||
        fail "an index is not what Release says"
    gzip -dc "$1/dists/dev/main/binary-amd64/Packages.gz" >"$work/Packages"
    expect_equal "$2" "$(grep -c '^Filename: ' "$work/Packages")" "packages in the index"
    (cd "$1" && sed -n -e 's/^Filename: //p' -e 's/^SHA256: //p' "$work/Packages" | paste - - |
        awk '{ print ($1 ~ /^pool/ ? $2 "  " $1 : $1 "  " $2) }' | sha256sum --quiet -c) || fail "a package is not what the index says"
}
expect_rpm_mirror() {
    for file in $(sed -n 's/.*<location href="\([^"]*\)".*/\1/p' "$1/repodata/repomd.xml"); do
        expect_equal "$(basename "$file" | cut -d - -f 1)" "$(sha256sum "$1/$file" | cut -d ' ' -f 1)" "$file"
        case $file in *primary.xml.gz) gzip -dc "$1/$file" >"$work/primary.xml" ;; esac
    done
    expect_equal "$2" "$(grep -c '<location href=' "$work/primary.xml")" "packages in the index"
    paste -d ' ' - - <<EOF | sha256sum --quiet -c || fail "an rpm is not what the index says"
$(sed -n -e 's/.*<checksum [^>]*>\([0-9a-f]*\)<.*/\1/p' -e "s|.*<location href=\"\([^\"]*\)\".*| $1/\1|p" "$work/primary.xml")
EOF
}

start_server
for package in "$(make_deb hello 1.0)" "$(make_deb hello 1.1)" "$(make_deb hello-doc 1.0)" "$(make_deb libg++2 '1:2.0~rc1+dfsg-1')" \
    "$(make_rpm hello 1.0)" "$(make_rpm world 2.0~rc1+1)" "$(make_rpm third 3)"; do
    expect_success upload "$package"
done
curl --fail -sS -o "$work/wait" "$url/main/deb/dists/dev/Release.gpg"

check_mirrors() {
    wget_all /main/deb/
    expect_deb_mirror "$work/wget/main/deb" 4
    lftp_all /main/deb/
    expect_deb_mirror "$work/lftp" 4
    expect_equal "$(files_below "$work/lftp")" "$(files_below "$work/wget/main/deb")" "what wget and lftp found"
    wget_all /main/rpm/dev/x86_64/
    expect_rpm_mirror "$work/wget/main/rpm/dev/x86_64" 3
    lftp_all /main/rpm/dev/x86_64/
    expect_rpm_mirror "$work/lftp" 3
}
check_mirrors
expect_equal "$(cd "$work/wget/main/rpm/dev/x86_64" && find packages -name '*.rpm' | wc -l)" 3 "rpms"

# Nobody above the channel is asked, and nothing twice.
start_proxy
wget_all /main/deb/ "$proxy"
[ "$(sed -n 's/.*GET \([^ ]*\).*/\1/p' "$work/proxy.log" | sort | uniq -d | wc -l)" = 0 ] || fail "wget was led to something twice"
expect_equal 0 "$(grep -c 'GET /main/deb/snapshots' "$work/proxy.log")" "snapshots that wget was led to"

# Two entries on a page.
stop_server
export SLIPWAY_LIMITS_LISTING_ENTRIES=2
start_server
wget_all /main/deb/
expect_deb_mirror "$work/wget/main/deb" 4
[ -n "$(find "$work/wget" -name 'index.html?after=*')" ] || fail "there was one page of each directory"
wget_all /main/rpm/
expect_rpm_mirror "$work/wget/main/rpm/dev/x86_64" 3

stop_server
export SLIPWAY_LISTINGS=off
start_server
for path in /main/deb/ /main/deb/pool/ /main/deb/dists /main/rpm/dev/; do
    expect_equal 404 "$(curl -sS -o "$work/answer" -w '%{http_code}' "$url$path")" "$path, switched off"
done
expect_success curl --fail -sS -o "$work/answer" "$url/main/deb/dists/dev/InRelease"
