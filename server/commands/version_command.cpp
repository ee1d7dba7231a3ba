#include "base/version.hpp"
#include "server/commands/commands.hpp"
#include "server/commands/exit_codes.hpp"

#include <fmt/format.h>

namespace slipway::server {

void add_version_command(CLI::App& program, int& exit_code) {
    auto* command = program.add_subcommand("version", "Print the version");
    command->callback([&exit_code] {
        fmt::print("slipwayd {}\n", version());
        exit_code = exit_code::ok;
    });
}

}  // namespace slipway::server
