#pragma once

#include "server/config.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <string>

namespace slipway::server {

/// The options by which a command finds what is stored.
struct DataOptions {
    std::string config_file;
    std::string data;
    std::string catalog;
    std::string key_file;
    std::string objects;
    std::string s3_endpoint;
    std::string s3_region;
    std::string cache_size;
};
/// Adds them, as every command that needs what is stored takes them.
void add_data_options(CLI::App& command, DataOptions& options);

/// Where the settings come from with these options and the environment.
ConfigSources sources_of(const DataOptions& options);

/// The settings for these options, with the environment. Faults: as `load_config`, all of which end with exit code 78.
Result<Config> config_for(const DataOptions& options);

/// Runs `command` with the settings for these options and returns its exit code, or 78 for a wrong setting.
int run_with_config(const DataOptions& options, const std::function<Result<int>(const Config&)>& command);

}  // namespace slipway::server
