#!/bin/sh
# The whole story, deb and rpm together: CI pushes to dev, a release engineer promotes to staging and from there into
# the protected channel stable; each machine sees a release when its own channel has it; the next release breaks, is
# rolled back, and the machines go back by their own means. Nobody gets past the way, and every state stays installable.
. "$(dirname "$0")/lib.sh"

start_server
expect_success api PUT /repositories/main/channels/stable '{"protected":true,"promote_from":["staging"]}'
api POST /tokens '{"name":"release-engineer","scopes":["promote:main"]}' | json '["secret"]' >"$work/engineer-token"
ci() { push "$(make_deb hello "$1")" "$(make_rpm hello "$1")"; }
engineer() { slipway "$@" --token-file "$work/engineer-token"; }

expect_success ci 1.0
expect_output "published in dev, revision 2"
expect_success engineer promote main/dev staging --reason "release 1"
expect_output "main/staging is now at revision 2: 2 added, 0 removed, 0 upgraded, 0 downgraded"

# Machine A, one of Debian and one of Fedora, follows staging; production cannot have the release yet.
use_apt apt-a
apt_source staging
use_dnf dnf-a
dnf_source staging
expect_success apt_update
expect_success apt_install hello
expect_success dnf_install hello
expect_equal "1.0 1.0" "$(installed_by_apt hello) $(installed_by_dnf hello)" "versions on machine A"
use_apt apt-b
apt_source stable
expect_success apt_update
expect_failure apt_install hello

expect_exit 77 push_to stable "$work/packages/hello_1.0_all.deb"
expect_output channel-protected
expect_exit 77 engineer promote main/dev stable
expect_output source-not-allowed
expect_success engineer promote main/staging stable --dry-run
expect_equal 1 "$(revision stable)" "revision after the dry run"
expect_success engineer promote main/staging stable --expect-revision 1
expect_exit 73 engineer promote main/staging stable --expect-revision 1
expect_success slipway diff main/staging stable --exit-code
first=$(revision stable)

# Machine B is production, again of both kinds, and has a twin with dnf.
use_dnf twin
dnf_source stable
expect_success dnf_install hello
use_dnf dnf-b
dnf_source stable
expect_success dnf_install hello
expect_success apt_update
expect_success apt_install hello
expect_equal "1.0 1.0" "$(installed_by_apt hello) $(installed_by_dnf hello)" "versions on machine B"

# The second release goes the same way.
expect_success ci 2.0
expect_success engineer promote main/dev staging --reason "release 2"
expect_success engineer promote main/staging stable --reason "release 2"
expect_output "0 added, 0 removed, 2 upgraded, 0 downgraded"
for dnf_root in "$work/twin" "$work/dnf-b"; do expect_success dnf_yes --refresh upgrade hello; done
expect_success apt_update
expect_success apt_install hello
expect_equal "2.0 2.0" "$(installed_by_apt hello) $(installed_by_dnf hello)" "upgraded versions on machine B"

# It does not start: one call, and both formats offer the first release as the newest state.
expect_success engineer rollback main/stable "$first" --reason "hello 2.0 does not start"
expect_output "2 downgraded"
expect_success apt_update
expect_equal 2.0 "$(apt_candidate hello)" "what apt would install by itself"
expect_success apt_get install --allow-downgrades hello=1.0
expect_success dnf_yes --refresh downgrade hello
expect_equal "1.0 1.0" "$(installed_by_apt hello) $(installed_by_dnf hello)" "versions on machine B after the rollback"
dnf_root=$work/twin
expect_success dnf_yes --refresh distro-sync
expect_equal 1.0 "$(installed_by_dnf hello)" "version on the twin after distro-sync"

# The third one works.
expect_success ci 3.0
expect_success engineer promote main/dev staging
expect_success engineer promote main/staging stable
expect_success apt_update
expect_success apt_install hello
expect_success dnf_yes --refresh upgrade hello
expect_equal "3.0 3.0" "$(installed_by_apt hello) $(installed_by_dnf hello)" "versions in production at last"
expect_success slipway revisions main/stable
expect_output "hello 2.0 does not start"

# Whoever is pinned to the first state, by its snapshot URL, still gets it.
use_apt apt-pinned
curl --fail -sS -o "$work/keys.asc" "$url/main/keys.asc"
apt_source_with_key "$work/keys.asc" "$url/main/deb/snapshots/r$first" stable
use_dnf dnf-pinned
curl --fail -sS "$url/main/rpm/stable.repo" | sed "s|/main/rpm/stable/|/main/rpm/snapshots/r$first/stable/|" \
    >"$dnf_root/etc/yum.repos.d/slipway.repo"
expect_success apt_update
expect_success apt_install hello
expect_success dnf_install hello
expect_equal "1.0 1.0" "$(installed_by_apt hello) $(installed_by_dnf hello)" "versions that the snapshot installs"
expect_success "$SLIPWAYD" fsck --data "$data"
