#pragma once

#include "cli/session.hpp"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::cli {

/// Turns the functions that do a command's work into callbacks: `callback(runs(list))`.
template <class Options>
auto runner(Session& session, const std::shared_ptr<Options>& options) {
    return [&session, options](Result<int> (*work)(const Session&, Client&, const Options&)) {
        return [&session, options, work] {
            session.run_with_client([&](Client& client) { return work(session, client, *options); });
        };
    };
}

// Arguments that several commands have.

CLI::Option* add_repository(CLI::App& command, std::string& repository);
CLI::Option* add_channel(CLI::App& command, std::string& channel);
/// Says how packages are named on the command line (cli/package_names.hpp).
inline constexpr const char* package_forms =
    "NAME, NAME=VERSION, NAME=VERSION:ARCHITECTURE, a SHA-256 or at least 8 digits of its beginning";
/// Adds --yes, for commands that ask before they destroy something.
void add_yes(CLI::App& command, bool& yes);
/// The option takes one of these words and shows them as its type.
void one_of(CLI::Option* option, const std::vector<std::string>& words);

/// The option takes a number of 0 or more and shows `unit` as its type.
CLI::Option* counts(CLI::Option* option, const std::string& unit = "N");

/// Returns the limit of a policy if it was given; 0 means no limit.
void add_limit(Json& policy, std::string_view name, const std::optional<std::uint32_t>& limit);

}  // namespace slipway::cli
