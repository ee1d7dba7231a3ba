#!/bin/sh
# The version that cmake/version.cmake makes of a git tag, and of what stands before and behind it. dpkg sorts the versions of
# a project's life in the order in which they were built.
packaging=$(cd "$(dirname "$0")" && pwd)
. "$packaging/../e2e/lib.sh"

project=$work/project
export GIT_CONFIG_GLOBAL=/dev/null
git_here() { git -C "$project" -c user.name=Tests -c user.email=tests@example.com "$@"; }
commit() { git_here commit -q --allow-empty -m "$1"; }
short() { git_here rev-parse --short HEAD; }
# version [ARGUMENT...]: of the project, as the preset package takes it.
version() {
    rm -rf "$work/build"
    cmake -G Ninja -S "$project" -B "$work/build" -D SLIPWAY_DESCRIBE=ON "$@" >"$work/output" 2>&1 && cat "$work/build/version"
}
# version_of_next_build: the same where only the build is run again.
version_of_next_build() { cmake --build "$work/build" >"$work/output" 2>&1 && cat "$work/build/version"; }

mkdir "$project"
cat >"$project/CMakeLists.txt" <<CMAKE
cmake_minimum_required(VERSION 3.25)
project(sample VERSION 0.1.0 LANGUAGES NONE)
include("$(realpath "$packaging/../../cmake/version.cmake")")
file(WRITE "\${CMAKE_BINARY_DIR}/version" "\${SLIPWAY_VERSION}")
CMAKE
expect_equal 0.1.0 "$(version)" "outside a checkout"
git_here -c init.defaultBranch=main init -q
expect_equal 0.1.0 "$(version)" "before the first commit"
commit one
commit two
before_any_tag=$(version)
expect_equal "0.1.0~2.g$(short)" "$before_any_tag" "as long as there is no tag"
git_here tag -a -m "a tag of another kind" nightly
expect_equal "$before_any_tag" "$(version)" "with a tag that names no version"

commit three
git_here tag -a -m "a candidate" v0.1.0-rc1
candidate=$(version)
expect_equal 0.1.0~rc1 "$candidate" "a candidate"
commit four
git_here tag -a -m "a release" v0.1.0
release=$(version)
expect_equal 0.1.0 "$release" "a release"
commit five
expect_equal "0.1.0+1.g$(short)" "$(version_of_next_build)" "a commit behind a release"
commit six
behind=$(version_of_next_build)
expect_equal "0.1.0+2.g$(short)" "$behind" "two commits behind a release"
for pair in "$before_any_tag $candidate" "$candidate $release" "$release $behind" "$behind 0.1.1"; do
    dpkg --compare-versions "${pair% *}" lt "${pair#* }" || fail "dpkg does not sort ${pair% *} before ${pair#* }"
done

expect_equal 0.1.0 "$(version -D SLIPWAY_DESCRIBE=OFF)" "where the tag is not asked for"
expect_equal 7.0 "$(version -D SLIPWAY_VERSION=7.0)" "a version that was given"
