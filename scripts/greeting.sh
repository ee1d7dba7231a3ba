# The lines that scripts/run prints, no more than a screen has: all of one channel (dev), so that pasting them in order
# installs the package.
# shellcheck disable=SC2154  # scratch is the caller's

# signing_keys BASE: full fingerprints of the keys that sign, one per line. --insecure: this asks our own child on this
# machine, whose certificate may be for the public name.
signing_keys() {
    curl --fail --insecure -sS --max-time 10 "$1/main/keys.asc" 2>/dev/null |
        GNUPGHOME="$scratch" gpg --batch --quiet --show-keys --with-colons 2>/dev/null |
        awk -F: '$1 == "pub" { primary = 1 } $1 == "fpr" && primary { print $10; primary = 0 }'
}

# path_of URL: "/packages" of https://example.com/packages, else nothing.
path_of() { printf '%s\n' "$1" | sed -n 's|^https\{0,1\}://[^/]*\(/.*[^/]\)/*$|\1|p'; }

# reachable URL: with an address of this machine where the daemon listens on all of them.
reachable() {
    case $1 in
        *://0.0.0.0:* | *'://[::]:'*)
            address=$(hostname -I 2>/dev/null | cut -d' ' -f1)
            case $address in *:*) address="[$address]" ;; esac
            printf '%s\n' "$1" | sed "s#://.*:#://${address:-127.0.0.1}:#" ;;
        *) printf '%s\n' "$1" ;;
    esac
}

# with_spaces FINGERPRINT: in groups of four, as people compare it.
with_spaces() { printf '%s\n' "$1" | sed 's/..../& /g; s/ $//'; }

# greet URL DATA PUBLIC_URL: URL is where the daemon listens, PUBLIC_URL (may be empty) how clients reach it.
greet() {
    url=${3:-$(reachable "$1")}
    url=${url%/}
    directory=$(cd "$2" && pwd)
    case $url in
        http://* | https://*) ;;
        *) echo "Serving on $url; tokens: $directory/admin-token and $directory/upload-token"; return ;;
    esac
    fingerprints=$(signing_keys "$1$(path_of "$url")")
    fingerprint=$(with_spaces "$(printf '%s\n' "$fingerprints" | head -n 1)")
    [ -n "$fingerprints" ] || fingerprint="unknown (see $url/main/keys.asc)"
    cat <<GREETING

Page             $url/
Data directory   $directory   (holds the private signing keys: keep it safe, back it up)
Tokens           in that directory: upload-token may upload, admin-token may do everything
Signing key      $fingerprint

Upload a package; scripts/sample makes one to try with:
  scripts/sample 1.0
  curl --fail-with-body -sS -H "Authorization: Bearer \$(cat '$directory/upload-token')" \\
    -T build/sample/slipway-hello_1.0_all.deb $url/api/v1/repositories/main/channels/dev/packages/
With the client, several files are published together or not at all (slipway --help):
  export SLIPWAY_URL=$url PATH="$PWD/build/release/bin:\$PATH"
  slipway push build/sample/slipway-hello* --to main/dev --token-file '$directory/upload-token'

Install it, as root:
  curl -fsS -o slipway-setup.sh $url/main/dev.sh
  grep -i fingerprint slipway-setup.sh     # must show the signing key above
  sh slipway-setup.sh && apt-get update && apt-get install slipway-hello      # Debian, Ubuntu
  sh slipway-setup.sh && dnf install slipway-hello                            # Fedora, RHEL and relatives
  sh slipway-setup.sh && zypper refresh && zypper install slipway-hello       # openSUSE, SLES
$(safe_short_cut)
Ctrl-C ends the daemon.
GREETING
}

# safe_short_cut: the one line that sets a machine up, where nobody on the way can change the script.
safe_short_cut() {
    case $url in
        https://* | http://127.* | http://localhost[:/]* | "http://[::1]"*)
            printf 'The set-up in one line, as nobody on the way can change it: curl -fsS %s/main/dev.sh | sh\n' "$url" ;;
    esac
}
