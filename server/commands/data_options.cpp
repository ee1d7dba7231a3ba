#include "server/commands/data_options.hpp"

#include "server/commands/exit_codes.hpp"

#include <cstdlib>

namespace slipway::server {

void add_data_options(CLI::App& command, DataOptions& options) {
    command.add_option("--data", options.data, "The data directory")->type_name("DIR");
    command.add_option("--config", options.config_file, "Settings, see config/slipway.toml")->type_name("FILE");
}

Result<Config> config_for(const DataOptions& options) {
    ConfigSources sources;
    sources.environment = [](const char* name) -> const char* { return std::getenv(name); };
    if (!options.config_file.empty()) sources.file = options.config_file;
    if (!options.data.empty()) sources.data = options.data;
    return load_config(sources);
}

int run_with_config(const DataOptions& options, const std::function<Result<int>(const Config&)>& command) {
    const auto config = config_for(options);
    if (config.ok()) return finish(command(*config));
    report(config.error());
    return exit_code::config;
}

}  // namespace slipway::server
