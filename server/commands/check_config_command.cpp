#include "server/app.hpp"
#include "server/commands/commands.hpp"
#include "server/commands/data_options.hpp"
#include "server/commands/exit_codes.hpp"
#include "server/directory_options.hpp"

#include <fmt/format.h>

namespace slipway::server {

void add_check_config_command(CLI::App& program, int& exit_code) {
    auto options = std::make_shared<DataOptions>();
    auto* command = program.add_subcommand("check-config",
                                           "Read the settings and the TLS files as serve would, and say what is wrong");
    add_data_options(*command, *options);
    command->footer(
        "Exit code 78: a key is unknown, a value is wrong or a certificate cannot be used; the message says where.\n"
        "Neither the database of the catalog nor the object store is asked.");
    command->callback([options, &exit_code] {
        exit_code = run_with_config(*options, [](const Config& config) -> Result<int> {
            if (const auto checked = check_certificates(config); !checked.ok()) {
                report(checked.error());
                return exit_code::config;
            }
            if (const auto places = store_places(config); !places.ok()) {
                report(places.error());
                return exit_code::config;
            }
            fmt::print("The settings are valid. Data directory: {}; listening on: {}\n", config.data.string(),
                       fmt::join(config.listen, ", "));
            return exit_code::ok;
        });
    });
}

}  // namespace slipway::server
