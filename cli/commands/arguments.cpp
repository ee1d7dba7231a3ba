#include "cli/commands/arguments.hpp"

#include "base/text.hpp"

namespace slipway::cli {

CLI::Option* add_repository(CLI::App& command, std::string& repository) {
    return command.add_option("repository", repository, "The repository, such as main")
        ->required()
        ->type_name("REPOSITORY");
}

CLI::Option* add_channel(CLI::App& command, std::string& channel) {
    return command.add_option("channel", channel, "The channel, such as main/dev")
        ->required()
        ->type_name("REPOSITORY/CHANNEL");
}

void add_yes(CLI::App& command, bool& yes) { command.add_flag("--yes", yes, "Do not ask; scripts must pass this"); }

void one_of(CLI::Option* option, const std::vector<std::string>& words) {
    auto is_member = CLI::IsMember(words);
    is_member.description("");
    option->check(is_member)->type_name(join(words, "|"));
}

CLI::Option* counts(CLI::Option* option, const std::string& unit) {
    const auto check = [](const std::string& text) {
        return parse_decimal(text) ? std::string() : "'" + text + "' is not a number of 0 or more";
    };
    return option->check(CLI::Validator(check, ""))->type_name(unit);
}

void add_limit(Json& policy, std::string_view name, const std::optional<std::uint32_t>& limit) {
    if (limit && *limit > 0) policy.add(name, *limit);
    if (limit && *limit == 0) policy.add(name, nullptr);
}

}  // namespace slipway::cli
