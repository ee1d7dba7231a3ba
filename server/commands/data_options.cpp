#include "server/commands/data_options.hpp"

#include "server/commands/exit_codes.hpp"

#include <cstdlib>

namespace slipway::server {

void add_data_options(CLI::App& command, DataOptions& options) {
    command.add_option("--data", options.data, "The data directory")->type_name("DIR");
    command.add_option("--config", options.config_file, "Settings, see config/slipway.toml")->type_name("FILE");
    command
        .add_option("--catalog", options.catalog,
                    "Where the catalog is if not in the data directory: postgresql://USER@HOST:PORT/DATABASE")
        ->type_name("URL");
    command
        .add_option("--key-file", options.key_file,
                    "The key that seals private keys in such a catalog, as `openssl rand -hex 32` writes one")
        ->type_name("FILE");
}

ConfigSources config_sources(const DataOptions& options) {
    ConfigSources sources;
    sources.environment = [](const char* name) -> const char* { return std::getenv(name); };
    if (!options.config_file.empty()) sources.file = options.config_file;
    if (!options.data.empty()) sources.data = options.data;
    if (!options.catalog.empty()) sources.catalog = options.catalog;
    if (!options.key_file.empty()) sources.key_file = options.key_file;
    return sources;
}

Result<Config> config_for(const DataOptions& options) { return load_config(config_sources(options)); }

int run_with_config(const DataOptions& options, const std::function<Result<int>(const Config&)>& command) {
    const auto config = config_for(options);
    if (config.ok()) return finish(command(*config));
    report(config.error());
    return exit_code::config;
}

}  // namespace slipway::server
