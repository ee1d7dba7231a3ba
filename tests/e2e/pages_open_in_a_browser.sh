#!/bin/sh
# The pages open in a browser and lead from one to the next: side by side the channels and what differs between them,
# from there a revision and how to install from it, from there a package with its provenance; the packages of a channel. There are no scripts, and what the server forbids
# the browser is nothing that a page wants.
. "$(dirname "$0")/lib.sh"

# browse PATH: the page as the browser has built it is in $work/page, with what it complained about in $work/output.
browse() {
    chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --user-data-dir="$work/browser" \
        --enable-logging=stderr --dump-dom "$proxy$1" >"$work/page" 2>"$work/output" ||
        fail "the browser did not open $1"
    expect_no_output CONSOLE
    ! grep -qi '<script' "$work/page" || fail "there are scripts on $1"
}
expect_on_page() { grep -qF -- "$1" "$work/page" || fail "the page lacks: $1"; }
# link_to TEXT: where the first link of that text leads.
link_to() { sed -n "s|.*<a href=\"\([^\"]*\)\">$1</a>.*|\1|p" "$work/page" | head -n 1; }

start_server
start_proxy
export GITLAB_CI=true CI_PROJECT_URL=https://git.example.com/hello CI_COMMIT_SHA=0123456789abcdef
expect_success push "$(make_deb hello 1.0)" "$(make_rpm hello 1.0)"
expect_success api POST /repositories/main/promotions '{"from":"dev","to":"staging","reason":"release 1"}'
expect_success push "$(make_deb hello 2.0)"

browse /main/
expect_on_page '<h2 id="channels">Channels</h2>'
expect_equal /main/deb/ "$(link_to deb)" "where the name of a distro leads"
browse "$(link_to 'What differs between channels')"
expect_on_page '<h1>Channels of main</h1>'
expect_on_page 'dev <span class="arrow">→</span> staging'
expect_on_page '<span class="change upgraded">1 upgraded</span>'
browse "$(link_to staging)"
expect_on_page '<strong>promote</strong>: release 1'
browse "$(link_to r2)"
expect_on_page '<h1>staging r2</h1>'
expect_on_page '<span class="change added">2 added</span>'
expect_on_page "$proxy/main/deb/snapshots/r2 staging main"
browse "$(link_to 1.0)"
expect_on_page '<h1>hello 1.0</h1>'
expect_on_page '<h2 id="dependencies">Dependencies</h2>'
expect_on_page 'https://git.example.com/hello</a>'
expect_on_page "$(sha256sum "$work/packages/hello_1.0_all.deb" | cut -d ' ' -f 1)"
expect_on_page 'staging <span class="tag">now</span>'

browse '/ui/main/channels/dev/packages/?q=hello'
expect_on_page '<h1>Packages in dev</h1>'
browse "$(link_to 2.0)"
expect_on_page '<h1>hello 2.0</h1>'

for resource in style.css icon.svg; do
    expect_success curl --fail -sS "$url/static/$resource"
    [ "$(asked_for "/static/$resource")" -gt 0 ] || fail "the browser did not want $resource"
done
