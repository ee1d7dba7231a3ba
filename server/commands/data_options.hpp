#pragma once

#include "server/config.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <string>

namespace slipway::server {

/// The options by which a command finds its data directory.
struct DataOptions {
    std::string config_file;
    std::string data;
    // Of those that reach package files and packs, which may be in a bucket.
    std::string objects{};
    std::string s3_endpoint{};
    std::string s3_region{};
    std::string cache_size{};
};
/// Adds --data and --config.
void add_data_options(CLI::App& command, DataOptions& options);
/// Adds them and those that say where package files and packs are.
void add_store_options(CLI::App& command, DataOptions& options);

/// Where the settings for these options come from.
ConfigSources sources_of(const DataOptions& options);

/// The settings for these options, with the environment. Faults: as `load_config`, all of which end with exit code 78.
Result<Config> config_for(const DataOptions& options);

/// Runs `command` with the settings for these options and returns its exit code, or 78 for a wrong setting.
int run_with_config(const DataOptions& options, const std::function<Result<int>(const Config&)>& command);

}  // namespace slipway::server
