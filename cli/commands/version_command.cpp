#include "base/version.hpp"
#include "cli/commands/commands.hpp"

#include <fmt/format.h>

namespace slipway::cli {

void add_version_command(CLI::App& program, Session& session) {
    auto* command = program.add_subcommand("version", "Print the version");
    command->callback([&session] {
        session.run([&]() -> Result<int> {
            if (session.options.json)
                print_out(Json::object({{"version", version()}}).text() + "\n");
            else
                print_out(fmt::format("slipway {}\n", version()));
            return exit_code::ok;
        });
    });
}

}  // namespace slipway::cli
