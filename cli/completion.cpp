// Completion scripts, written from the definitions of the commands, so that they never lag behind.
//
// All three walk the words typed so far and keep the path of the command they have reached ("/keys/rotate"); what may
// follow depends on that path alone: subcommands, or options where a dash is typed, or one of a few words after an
// option that takes only those. Everything else is a file.
#include "cli/completion.hpp"

#include "base/text.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <set>

namespace slipway::cli {
namespace {

struct Option {
    std::string name;  // "--to"
    std::string description;
    bool takes_value;
    std::vector<std::string> values;  // empty: any
};

struct Command {
    std::string path;  // "" or "/keys/rotate"
    std::string name;
    std::string description;
    std::vector<Option> options;
    std::vector<Command> commands;
};

Option option_of(const CLI::Option& from) {
    Option option{"--" + from.get_lnames().front(), from.get_description(), from.get_expected_max() > 0, {}};
    const auto type = from.get_type_name();
    const auto words = split(type, '|');
    if (words.size() > 1) option.values.assign(words.begin(), words.end());
    return option;
}

Command command_of(const CLI::App& from, const std::string& path) {
    Command command{path, from.get_name(), from.get_description(), {}, {}};
    for (const auto* option : from.get_options())
        if (!option->get_lnames().empty()) command.options.push_back(option_of(*option));
    for (const auto* sub : from.get_subcommands([](const CLI::App*) { return true; }))
        command.commands.push_back(command_of(*sub, path + "/" + sub->get_name()));
    return command;
}

/// The command and everything below it.
void flatten(const Command& command, std::vector<const Command*>& out) {
    out.push_back(&command);
    for (const auto& sub : command.commands) flatten(sub, out);
}

std::vector<const Command*> all_of(const Command& program) {
    std::vector<const Command*> all;
    flatten(program, all);
    return all;
}

/// The options of a command: its own, then those every command takes.
std::vector<Option> options_of(const Command& command, const Command& program) {
    auto options = command.options;
    if (&command != &program)
        for (const auto& option : program.options)
            if (option.name != "--help" && option.name != "--version") options.push_back(option);
    return options;
}

std::string paths_of(const Command& program, std::string_view separator) {
    std::vector<std::string> paths;
    for (const auto* command : all_of(program))
        if (!command->path.empty()) paths.push_back(command->path);
    return join(paths, separator);
}

/// The options behind which any word may stand: "--to | --distro".
std::string options_with_values(const Command& program) {
    std::set<std::string> names;
    for (const auto* command : all_of(program))
        for (const auto& option : command->options)
            if (option.takes_value && option.values.empty()) names.insert(option.name);
    return join({names.begin(), names.end()}, " | ");
}

/// A line of a `case` for each option of each command that takes one of a few words.
template <class Action>
std::string word_cases(const Command& program, Action action) {
    std::string cases;
    for (const auto* command : all_of(program))
        for (const auto& option : command->options)
            if (!option.values.empty())
                cases += fmt::format("        {}:{}) {}; return ;;\n", command->path, option.name,
                                     action(join(option.values, " ")));
    return cases;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

/// In single quotes: of sh and zsh, and of fish.
std::string quoted(const std::string& text) { return "'" + replaced(text, "'", "'\\''") + "'"; }
std::string fish_quoted(const std::string& text) {
    return "'" + replaced(replaced(text, "\\", "\\\\"), "'", "\\'") + "'";
}

std::string render_bash(const Command& program) {
    auto script = fmt::format(
        "# Completion of slipway for bash; made by 'slipway completion bash'.\n_slipway() {{\n"
        "    local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}}\n"
        "    local command='' options='' commands='' word\n"
        "    for word in \"${{COMP_WORDS[@]:1:COMP_CWORD-1}}\"; do\n"
        "        case $command/$word in\n            {}) command=$command/$word ;;\n        esac\n    done\n"
        "    case $previous in {}) return ;; esac\n    case $command:$previous in\n",
        paths_of(program, " | "), options_with_values(program));
    script += word_cases(program, [](const std::string& words) {
        return fmt::format("COMPREPLY=($(compgen -W '{}' -- \"$current\"))", words);
    });
    script += "    esac\n    case $command in\n";
    for (const auto* command : all_of(program)) {
        std::vector<std::string> options, commands;
        for (const auto& option : options_of(*command, program)) options.push_back(option.name);
        for (const auto& sub : command->commands) commands.push_back(sub.name);
        script += fmt::format("        {}) options='{}' commands='{}' ;;\n", quoted(command->path), join(options, " "),
                              join(commands, " "));
    }
    return script +
           "    esac\n"
           "    case $current in\n        -*) COMPREPLY=($(compgen -W \"$options\" -- \"$current\")) ;;\n"
           "        *) COMPREPLY=($(compgen -W \"$commands\" -- \"$current\")) ;;\n    esac\n}\n"
           "complete -o default -F _slipway slipway\n";
}

std::string render_zsh(const Command& program) {
    auto script = fmt::format(
        "#compdef slipway\n# Completion of slipway for zsh; made by 'slipway completion zsh'.\n_slipway() {{\n"
        "    local command='' previous=$words[CURRENT-1] word\n    local -a options commands\n"
        "    for word in ${{words[2,CURRENT-1]}}; do\n        case $command/$word in\n"
        "            {}) command=$command/$word ;;\n        esac\n    done\n"
        "    case $previous in {}) _files; return ;; esac\n    case $command:$previous in\n",
        paths_of(program, " | "), options_with_values(program));
    script += word_cases(program, [](const std::string& words) { return "compadd -- " + words; });
    script += "    esac\n    case $command in\n";
    for (const auto* command : all_of(program)) {
        std::string options, commands;
        for (const auto& option : options_of(*command, program))
            options += "            " + quoted(option.name + ":" + option.description) + "\n";
        for (const auto& sub : command->commands)
            commands += "            " + quoted(sub.name + ":" + sub.description) + "\n";
        script += fmt::format(
            "        {})\n            options=(\n{}            )\n            commands=(\n{}            )\n"
            "            ;;\n",
            quoted(command->path), options, commands);
    }
    return script +
           "    esac\n"
           "    if [[ $words[CURRENT] == -* ]]; then _describe -o option options\n"
           "    elif (( $#commands )); then _describe command commands\n    else _files; fi\n}\n"
           "if [[ $funcstack[1] == _slipway ]]; then _slipway; else compdef _slipway slipway; fi\n";
}

std::string render_fish(const Command& program) {
    auto script = fmt::format(
        "# Completion of slipway for fish; made by 'slipway completion fish'.\nfunction __slipway_is_at\n"
        "    set -l command ''\n    for word in (commandline -opc)[2..]\n        switch $command/$word\n"
        "            case {}\n                set command $command/$word\n        end\n    end\n"
        "    test \"$command\" = \"$argv[1]\"\nend\n",
        paths_of(program, " "));
    for (const auto* command : all_of(program)) {
        const auto here =
            fmt::format("complete -c slipway -n {}", fish_quoted("__slipway_is_at '" + command->path + "'"));
        for (const auto& sub : command->commands)
            script += fmt::format("{} -f -a {} -d {}\n", here, sub.name, fish_quoted(sub.description));
        for (const auto& option : options_of(*command, program)) {
            const auto values = option.values.empty() ? "" : " -f -a " + fish_quoted(join(option.values, " "));
            script += fmt::format("{} -l {}{}{} -d {}\n", here, option.name.substr(2), option.takes_value ? " -r" : "",
                                  values, fish_quoted(option.description));
        }
    }
    return script;
}

}  // namespace

std::string render_completion(const CLI::App& app, Shell shell) {
    const auto program = command_of(app, "");
    switch (shell) {
        case Shell::bash: return render_bash(program);
        case Shell::zsh: return render_zsh(program);
        case Shell::fish: break;
    }
    return render_fish(program);
}

}  // namespace slipway::cli
