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
    command
        .add_option("--objects", options.objects,
                    "The bucket of package files and packs if they are not in the data directory: "
                    "s3://BUCKET[/PREFIX]. Keys come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or see [s3] in "
                    "the settings")
        ->type_name("URL");
    command.add_option("--s3-endpoint", options.s3_endpoint, "The object store, if it is not AWS's")->type_name("URL");
    command.add_option("--s3-region", options.s3_region, "The region of the bucket")->type_name("NAME");
    command
        .add_option("--cache-size", options.cache_size,
                    "How large the copies of objects in the data directory may become, e.g. 20G")
        ->type_name("SIZE");
}

ConfigSources sources_of(const DataOptions& options) {
    const auto if_given = [](const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); };
    ConfigSources sources;
    sources.environment = [](const char* name) -> const char* { return std::getenv(name); };
    if (!options.config_file.empty()) sources.file = options.config_file;
    sources.data = if_given(options.data);
    sources.catalog = if_given(options.catalog);
    sources.key_file = if_given(options.key_file);
    sources.objects = if_given(options.objects);
    sources.s3_endpoint = if_given(options.s3_endpoint);
    sources.s3_region = if_given(options.s3_region);
    sources.cache_size = if_given(options.cache_size);
    return sources;
}

Result<Config> config_for(const DataOptions& options) { return load_config(sources_of(options)); }

int run_with_config(const DataOptions& options, const std::function<Result<int>(const Config&)>& command) {
    const auto config = config_for(options);
    if (config.ok()) return finish(command(*config));
    report(config.error());
    return exit_code::config;
}

}  // namespace slipway::server
