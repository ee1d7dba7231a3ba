#!/bin/sh
# Every command of docs/ci.md, those of the YAML files included, publishes what lies in dist/. The client is the static one
# where there is one of the same version.
. "$(dirname "$0")/lib.sh"
unset -f slipway

page=$here/../../docs/ci.md
documented() { echo "+ $1"; }
not_as_documented() { fail "docs/ci.md: $1"; }
block() {
    python3 -B "$here/documented_commands.py" "$page" "$1" >"$work/block-$1" || fail "docs/ci.md: no commands: $1"
    echo "$work/block-$1"
}
# build VERSION: leaves that version of a package in dist/, as a job before would.
build() {
    rm -rf dist && mkdir dist
    cp "$(make_deb hello "$1")" "$(make_rpm hello "$1")" dist/
}
# claimed VERSION MEMBER: what the uploader of that deb claimed.
claimed() {
    sha256=$(api GET "/repositories/main/channels/dev/packages?version=$1" | json '["packages"][0]["sha256"]')
    api GET "/repositories/main/packages/$sha256" | json "[\"provenance\"][\"claimed\"][\"$2\"]"
}

mkdir -p "$work/project" "$work/home" "$work/programs"
client=$(static_client) || client=$SLIPWAY
echo "the client is $client"
ln -s "$client" "$work/programs/slipway"
cd "$work/project"
export HOME="$work/home" PATH="$work/programs:$PATH"
start_server
export SLIPWAY_URL="$url" SLIPWAY_TOKEN="$admin_token"
expect_equal 2 "$(grep -cE '^ +(container|image): registry\.example\.com/slipway-client$' "$page")" "jobs in an image that has the client"
expect_equal "5 2" "$(grep -c '^```sh$' "$page") $(grep -c '^```yaml$' "$page")" "blocks of commands in docs/ci.md"
. "$(block 1)"
SLIPWAY_TOKEN=$(grep -x '[[:alnum:]_]*' "$work/output")

build 1
. "$(block 2)"
build 2
export GIT_COMMIT=0123456789abcdef0123456789abcdef01234567 BUILD_URL=https://ci.example.com/job/7
. "$(block 3)"
. "$(block 3)" # a build that is run again
expect_equal "$GIT_COMMIT" "$(claimed 2 commit)" "the commit"

build 3
export GITHUB_ACTIONS=true GITHUB_SERVER_URL=https://github.com GITHUB_REPOSITORY=example/hello GITHUB_SHA=$GIT_COMMIT
export GITHUB_REF=refs/heads/main GITHUB_RUN_ID=7
. "$(block yaml:1)"
expect_equal https://github.com/example/hello/actions/runs/7 "$(claimed 3 build_url)" "the build"
expect_equal "$GIT_COMMIT" "$(claimed 3 commit)" "the commit"
unset GITHUB_ACTIONS GITHUB_SERVER_URL GITHUB_REPOSITORY GITHUB_SHA GITHUB_REF GITHUB_RUN_ID
build 4
export GITLAB_CI=true CI_PROJECT_URL=https://gitlab.com/example/hello CI_COMMIT_SHA=$GIT_COMMIT CI_COMMIT_REF_NAME=main
export CI_JOB_URL=https://gitlab.com/example/hello/-/jobs/7
. "$(block yaml:2)"
expect_equal "$CI_JOB_URL" "$(claimed 4 build_url)" "the build"
expect_equal "$GIT_COMMIT" "$(claimed 4 commit)" "the commit"
unset GITLAB_CI CI_PROJECT_URL CI_COMMIT_SHA CI_COMMIT_REF_NAME CI_JOB_URL
expect_equal 8 "$(api GET /repositories/main/channels/dev | json '["package_count"]')" "packages of four builds"

# refused with a reason, and not taken for done
build 1
echo nothing >dist/hello_1_all.deb
(not_as_documented() { exit 1; } && . "$(block 3)") && fail "curl ended with 0"
expect_output invalid-package

SLIPWAY_TOKEN=$admin_token
expect_success slipway repositories set main --ephemeral 'branch-*' --ephemeral-base dev
export CI_COMMIT_REF_SLUG=login
build 5
. "$(block 4)"
. "$(block 5)"
