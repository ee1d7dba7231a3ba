#include "base/misuse.hpp"

#include "base/nearest.hpp"
#include "base/text.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace slipway {
namespace {

/// Names that other programs use for the same thing; used only if there is such a command.
constexpr std::array<Alias, 17> other_words{{{"ls", "list"},
                                             {"rm", "remove"},
                                             {"rm", "delete"},
                                             {"remove", "delete"},
                                             {"delete", "remove"},
                                             {"add", "create"},
                                             {"new", "create"},
                                             {"upload", "push"},
                                             {"publish", "push"},
                                             {"get", "download"},
                                             {"fetch", "download"},
                                             {"info", "show"},
                                             {"find", "search"},
                                             {"log", "events"},
                                             {"history", "revisions"},
                                             {"undo", "rollback"},
                                             {"revert", "rollback"}}};

/// Returns the command that was being parsed when the error occurred.
const CLI::App& innermost(const CLI::App& program) {
    const auto commands = program.get_subcommands();
    return commands.empty() ? program : innermost(*commands.front());
}

std::string whole_name_of(const CLI::App& command) {
    auto name = command.get_name();
    for (const auto* parent = command.get_parent(); parent != nullptr; parent = parent->get_parent())
        name = parent->get_name() + " " + name;
    return name;
}

std::vector<std::string> commands_of(const CLI::App& command) {
    std::vector<std::string> names;
    for (const auto* sub : command.get_subcommands([](const CLI::App*) { return true; }))
        names.push_back(sub->get_name());
    return names;
}

/// The options of the parent commands can be given, too.
std::vector<std::string> options_of(const CLI::App& command) {
    std::vector<std::string> names;
    for (const auto* at = &command; at != nullptr; at = at->get_parent())
        for (const auto* option : at->get_options())
            for (const auto& name : option->get_lnames()) names.push_back("--" + name);
    return names;
}

/// Whether somebody may have meant one by the other: as a typing error, or by its beginning.
bool is_near(const std::string& wrong, const std::string& right) {
    constexpr std::size_t letters_per_mistake = 4, least_beginning = 3;
    if (wrong.size() >= least_beginning && right.starts_with(wrong)) return true;
    return edit_distance(wrong, right) <= 1 + (wrong.size() - 1) / letters_per_mistake && wrong.size() > 1;
}

std::optional<std::string> find_meant(const std::string& wrong, const std::vector<std::string>& names) {
    std::vector<Alias> aliases;
    for (const auto& alias : other_words)
        if (std::ranges::find(names, alias.means) != names.end()) aliases.push_back(alias);
    if (names.empty() || wrong.size() > 64) return std::nullopt;
    const auto meant = nearest_of(wrong, names, aliases);
    const bool is_alias = std::ranges::any_of(aliases, [&](const auto& alias) { return alias.name == wrong; });
    const auto beginning = std::ranges::find_if(names, [&](const auto& name) { return name.starts_with(wrong); });
    if (!is_alias && beginning != names.end() && is_near(wrong, *beginning)) return *beginning;
    return is_alias || is_near(wrong, meant) ? std::optional(meant) : std::nullopt;
}

std::string not_there(const char* noun, const std::string& word, const std::vector<std::string>& names) {
    const auto meant = find_meant(word, names);
    return fmt::format("there is no {} '{}'", noun, word) + (meant ? fmt::format("; did you mean '{}'?", *meant) : "");
}

bool is_option(const std::string& word) { return word.size() > 1 && word.front() == '-'; }

std::string describe(const CLI::App& program, const CLI::App& command, const CLI::Error& error) {
    const auto unknown = program.remaining(true);
    const auto option = std::ranges::find_if(unknown, is_option);
    if (option != unknown.end()) return not_there("option", option->substr(0, option->find('=')), options_of(command));
    const bool wants_command = command.get_require_subcommand_min() > 0 && command.get_subcommands().empty();
    if (wants_command && unknown.empty()) return "a command is missing";
    if (wants_command) return not_there("command", unknown.front(), commands_of(command));
    if (!unknown.empty() && error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError))
        return fmt::format("'{}' is one argument too many", unknown.front());
    return error.what();
}

}  // namespace

std::string explain_misuse(const CLI::App& program, const CLI::Error& error) {
    const auto& command = innermost(program);
    return fmt::format("{}: {}\nSee {} --help\n", program.get_name(), describe(program, command, error),
                       whole_name_of(command));
}

}  // namespace slipway
