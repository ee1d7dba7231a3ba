#!/bin/sh
# The completion scripts do what they are for in the shells they are for.
. "$(dirname "$0")/lib.sh"

for shell in bash zsh fish; do "$SLIPWAY" completion $shell >"$work/completion.$shell"; done

# bash_completes WORD...: what bash offers for the last of the words.
bash_completes() {
    bash -c '. "$0"; COMP_WORDS=(slipway "$@"); COMP_CWORD=$#; _slipway; printf "%s\n" "${COMPREPLY[@]}"' \
        "$work/completion.bash" "$@"
}
expect_equal push "$(bash_completes pus)" "command"
expect_equal "list create import rotate activate retire revoke" "$(bash_completes keys '' | xargs)" "commands below keys"
expect_equal "list create delete" "$(bash_completes pins '' | xargs)" "commands below pins"
expect_equal "rsa3072 rsa4096" "$(bash_completes keys rotate main --algorithm rsa | xargs)" "words of an option"
expect_equal "--to --token --token-file --timeout" "$(bash_completes push a.deb --t | xargs)" "options"
expect_equal "" "$(bash_completes push a)" "a file is for bash itself to complete"

# fish says itself what it would offer
fish_completes() { HOME=$work fish --no-config -c "source $work/completion.fish; complete -C '$1'" 2>/dev/null | cut -f 1; }
expect_equal push "$(fish_completes 'slipway pus')" "command in fish"
expect_equal "activate create import list retire revoke rotate" "$(fish_completes 'slipway keys ' | sort | xargs)" "keys in fish"
expect_equal "rsa3072 rsa4096" "$(fish_completes 'slipway keys rotate main --algorithm rsa' | sort | xargs)" "words in fish"

# zsh completes only at a prompt: a terminal is made for it
zsh_completes() { HOME=$work python3 "$here/zsh_completion.py" "$work/completion.zsh" "$1"; }
zsh_completes 'slipway pus' >"$work/output"
expect_output "slipway push"
zsh_completes 'slipway keys rotate main --algorithm ed' >"$work/output"
expect_output "slipway keys rotate main --algorithm ed25519"
