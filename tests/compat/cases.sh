# The cases: what every client must see, in words that clients/*.sh say in their own way.
#
#   set_up_by_file [BASE]      takes the served .sources or .repo file
#   set_up_by_url              has the client's own command take that file at its URL
#   trust_only KEYFILE         the same source, but this key instead of the repository's
#   refresh                    reads the index as an unattended run does, which may take a new key
#   attended_refresh           the same where nobody answers the question about a new key
#   refresh_with_trusted_keys  the same where no key is taken that is not trusted
#   install_package NAME…, upgrade_package NAME, installed NAME
#   point_at_snapshot ID       changes the source that is set up
#   finds_snapshots            whether it finds them by a time; then refresh_at and install_at take one, and name_snapshot
#                              writes it into the source
#   stops_at_a_rotation, learns_an_announced_key, knows_standby_keys
#                              whether that is what the documentation says of this client
#
# A case ends well, or fails, or says why it is not for this client; it may add a remark to its result.
not_for_this_client() { echo "$*" >"$remark" && exit 77; }
remark() { echo "$*" >"$remark"; }

# set_up_by_script [BASE [ARGUMENT...]]: the script of the repository, run on the machine.
set_up_by_script() {
    expect_success curl --fail -sS -o "$root/root/setup.sh" "${1:-$url}/main/dev.sh"
    [ $# -eq 0 ] || shift
    expect_success inside sh /root/setup.sh "$@"
}
refresh_and_install() { refresh && install_package "$@"; }
refresh_with_trusted_keys_and_install() { refresh_with_trusted_keys && install_package "$@"; }

# refuses NAME: neither is the index taken, nor can the package be installed from it.
refuses() {
    expect_failure refresh_and_install "$1"
    expect_failure installed "$1"
}
# takes NAME VERSION
takes() {
    expect_success refresh
    expect_success install_package "$1"
    expect_equal "$2" "$(installed "$1")" "installed version"
}
publish() { expect_success upload "$(make_package "$@")"; }

case_script() {
    [ "$client" != rpm ] || not_for_this_client "$not_an_index_reader"
    start_server
    publish hello 1.0
    fresh_machine

    set_up_by_script
    set_up_by_script
    takes hello 1.0
}

case_removal() {
    [ "$client" != rpm ] || not_for_this_client "$not_an_index_reader"
    start_server
    publish hello 1.0
    fresh_machine
    before=$(configuration)

    set_up_by_script
    takes hello 1.0
    publish other 1.0
    set_up_by_script "$url" --remove
    expect_equal "$before" "$(configuration)" "what --remove leaves in /etc"
    expect_failure refresh_and_install other
}

case_file() {
    if reason=$(cannot_read_the_set_up_file); then not_for_this_client "$reason"; fi
    start_server
    publish hello 1.0
    fresh_machine

    expect_success set_up_by_file
    takes hello 1.0
}

# The client's own command, with the URL of the served file: what documentation of other repositories tells people to paste.
case_by_url() {
    if reason=$(takes_no_url); then not_for_this_client "$reason"; fi
    start_server
    publish hello 1.0
    fresh_machine

    expect_success set_up_by_url
    takes hello 1.0
}

case_update() {
    [ "$client" != rpm ] || not_for_this_client "$not_an_index_reader"
    start_server
    fresh_machine
    expect_success set_up_by_file
    expect_success refresh

    publish hello 1.0
    takes hello 1.0
}

# A publication between the two GETs of repomd.xml and its signature, in whichever order they come.
case_pair() {
    case $client in
        apt) not_for_this_client "InRelease carries its signature" ;;
        rpm) not_for_this_client "$not_an_index_reader" ;;
    esac
    start_server
    publish hello 1.0
    # The key is learned undisturbed; the race is for the run after that.
    start_proxy --times 99 --after '/repomd\.xml(\.asc)?$' \
        "if rm '$work/armed' 2>/dev/null; then $(upload_command "$(make_package other 1.0)"); fi"
    fresh_machine
    expect_success set_up_by_file "$proxy"
    takes hello 1.0
    before=$(revision)

    : >"$work/armed"
    expect_success attended_refresh
    expect_equal $((before + 1)) "$(revision)" "revision"
    takes other 1.0
}

case_upgrade() {
    start_server
    publish hello 1.9
    fresh_machine
    expect_success set_up_by_file
    takes hello 1.9

    publish hello 1.10
    expect_success refresh
    expect_success upgrade_package hello
    expect_equal 1.10 "$(installed hello)" "version after the upgrade"
}

case_native() {
    start_server
    publish hello 1.0 "$native"
    fresh_machine
    expect_success set_up_by_file
    takes hello 1.0
}

# An index of many segments, rendered at once and then joined anew for one more package.
case_large() {
    [ "$client" != rpm ] || not_for_this_client "$not_an_index_reader"
    start_server
    set --
    for file in "$corpus"/*; do set -- "$@" -F "package=@$file"; done
    expect_success curl --fail-with-body -sS -o /dev/null -H "Authorization: Bearer $upload_token" "$@" \
        "$url/api/v1/repositories/main/channels/dev/packages"
    publish hello 1.0
    if [ "$client" = apt ]; then
        expect_success curl --fail -sS -o "$work/Packages.xz" "$url/main/deb/dists/dev/main/binary-amd64/Packages.xz"
        blocks=$(xz --robot --list "$work/Packages.xz" | awk '$1 == "totals" { print $3 }')
        [ "$blocks" -gt 1 ] || fail "Packages.xz has one block only"
    fi
    fresh_machine
    expect_success set_up_by_file

    expect_success refresh_every_form
    expect_success install_package hello
}

case_tampered_index() {
    [ "$client" != rpm ] || not_for_this_client "$not_an_index_reader"
    start_server
    publish hello 1.0

    start_proxy --change '/InRelease$' 'Architectures: ' 'Architectures: evil ' --flip '/repomd\.xml$'
    fresh_machine
    expect_success set_up_by_file "$proxy"
    refuses hello

    start_proxy --flip "$index_to_tamper"
    fresh_machine
    expect_success set_up_by_file "$proxy"
    refuses hello

    start_proxy
    fresh_machine
    expect_success set_up_by_file "$proxy"
    takes hello 1.0
}

case_tampered_package() {
    start_server
    publish hello 1.0
    start_tampering_proxy
    fresh_machine
    expect_success set_up_by_file "$proxy"

    expect_success refresh
    expect_failure install_package hello
    expect_failure installed hello
}

case_foreign_key() {
    start_server
    publish hello 1.0
    fresh_machine
    expect_success set_up_by_file
    expect_success trust_only "$(generate_other_key)"
    expect_failure refresh_with_trusted_keys_and_install hello
    expect_failure installed hello

    fresh_machine
    expect_success set_up_by_file
    expect_success trust_only "$(export_key "$(active_key)")"
    expect_success refresh_with_trusted_keys_and_install hello
    expect_equal 1.0 "$(installed hello)" "installed version"
}

# goes_on_without_a_question: the machine reads the index under the new key though nobody may answer anything.
goes_on_without_a_question() {
    expect_success attended_refresh
    expect_success upgrade_package hello
    expect_equal 2.0 "$(installed hello)" "version after the rotation"
}
# goes_on_when_told_to: it stops, and an unattended run that may take new keys helps once and for all.
goes_on_when_told_to() {
    [ "$client" = rpm ] || expect_failure attended_refresh
    expect_equal 1.0 "$(installed hello)" "version while nobody answers"
    expect_success refresh
    expect_success upgrade_package hello
    expect_equal 2.0 "$(installed hello)" "version after the rotation"
    expect_success attended_refresh
    remark "$takes_a_new_key"
}

# Nothing was known of the new key before.
case_rotation() {
    start_server
    publish hello 1.0
    fresh_machine
    expect_success set_up_by_file
    takes hello 1.0

    expect_success rotate_key
    publish hello 2.0
    if stops_at_a_rotation; then goes_on_when_told_to; else goes_on_without_a_question; fi
}

# The new key stood by for one refresh of a machine that had been set up without it.
case_announced() {
    start_server
    publish hello 1.0
    fresh_machine
    expect_success set_up_by_file
    takes hello 1.0

    expect_success api POST /repositories/main/keys '{"algorithm":"rsa3072"}'
    expect_success refresh
    expect_success rotate_key
    publish hello 2.0
    if learns_an_announced_key; then goes_on_without_a_question; else goes_on_when_told_to; fi
}

# The machine was set up while the new key stood by; the old one is retired at once after the rotation.
case_standby() {
    start_server
    publish hello 1.0
    old=$(active_key)
    expect_success api POST /repositories/main/keys '{"algorithm":"rsa3072"}'
    fresh_machine
    expect_success set_up_by_file
    takes hello 1.0

    expect_success rotate_key
    expect_success api POST "/repositories/main/keys/$old/retire"
    publish hello 2.0
    if knows_standby_keys; then goes_on_without_a_question; else goes_on_when_told_to; fi
}

# A state of the past: apt from 2.7 on finds it by itself from a time, the others are pointed at it. A newer version stays
# out of sight there.
case_snapshot() {
    [ "$client" != rpm ] || not_for_this_client "$not_an_index_reader"
    listen=127.0.0.1:$(free_port)
    start_server --public-url "http://$listen"
    publish hello 1.0
    good=$(revision)
    time=$(date -u +%Y%m%dT%H%M%SZ)
    until_true is_past "$time" || fail "the clock stands still"
    publish hello 2.0
    fresh_machine
    expect_success set_up_by_file
    expect_success point_at_snapshot "r$good"
    takes hello 1.0

    fresh_machine
    expect_success set_up_by_file
    expect_success refresh
    if ! finds_snapshots; then remark "is pointed at it" && return; fi
    expect_success refresh_at "$time"
    expect_success install_at "$time" hello
    expect_equal 1.0 "$(installed hello)" "version that --snapshot $time installed"

    fresh_machine
    expect_success set_up_by_file
    expect_success refresh
    expect_success name_snapshot "$time"
    takes hello 1.0
}
is_past() { [ "$(date -u +%Y%m%dT%H%M%SZ)" != "$1" ]; }
