#!/bin/sh
# The scripts say in one line what they install; what apt prints is shown only if it fails, and then all of it.
. "$(dirname "$0")/lib.sh"
. "$here/../../scripts/lib.sh"

# An apt-get that has lists of packages only after an update, and prints as much as the real one.
mkdir "$work/programs"
printf '#!/bin/sh\nexec "$@"\n' >"$work/programs/sudo"
cat >"$work/programs/apt-get" <<'APT'
#!/bin/sh
echo "apt-get $*" >>"$work/asked"
echo "Unpacking one of a hundred packages"
case "$*" in
    *update*) : >"$work/lists" ;;
    *) [ -e "$work/lists" ] || { echo "E: Unable to locate package no-such-package" >&2; exit 100; } ;;
esac
APT
chmod 0755 "$work/programs"/*
export work PATH="$work/programs:$PATH"

expect_success install_missing dpkg
expect_equal "" "$(cat "$work/output")" "what is printed when nothing is missing"
: >"$work/lists"
expect_success install_missing dpkg no-such-package
expect_output "Installing: no-such-package"
expect_equal 1 "$(wc -l <"$work/output")" "lines printed where apt succeeds"
expect_equal 1 "$(grep -c -e ' -qq .* no-such-package$' "$work/asked")" "calls of apt"

# old lists of packages
rm "$work/lists"
expect_success install_missing dpkg no-such-package
expect_output "Refreshing the package lists"
expect_output "E: Unable to locate package no-such-package"

# what cannot be installed
printf '#!/bin/sh\necho "E: $1 failed"; exit 100\n' >"$work/programs/apt-get"
(set -e && install_missing no-such-package) >"$work/output" 2>&1 && fail "apt's failure is not passed on"
expect_output "E: -qq failed"

# nobody who may install
mkdir "$work/no-sudo"
mv "$work/programs/apt-get" "$work/no-sudo/"
(id() { echo 1000; } && PATH="$work/no-sudo" && install_missing no-such-package) >"$work/output" 2>&1 && fail "nothing was installed"
expect_output "Run as root: apt-get install --no-install-recommends no-such-package"
