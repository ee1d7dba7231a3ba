#pragma once

#include "server/config.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace slipway::server {

// One file per command. Each adds its subcommand; the chosen one puts its exit code into `exit_code`.

void add_serve_command(CLI::App& program, int& exit_code);
void add_init_command(CLI::App& program, int& exit_code);
void add_token_command(CLI::App& program, int& exit_code);
void add_fsck_command(CLI::App& program, int& exit_code);
void add_gc_command(CLI::App& program, int& exit_code);
void add_backup_command(CLI::App& program, int& exit_code);
void add_restore_command(CLI::App& program, int& exit_code);
void add_events_command(CLI::App& program, int& exit_code);
void add_check_config_command(CLI::App& program, int& exit_code);
void add_version_command(CLI::App& program, int& exit_code);

/// Where a command that works on a data directory finds it.
struct DataOptions {
    std::string config_file;
    std::string data;
};
/// Adds --data and --config.
void add_data_options(CLI::App& command, DataOptions& options);

/// The settings for these options, with the environment. Faults: as `load_config`, all of which end with exit code 78.
Result<Config> config_for(const DataOptions& options);

/// Runs `command` with the settings for these options; the exit code. A wrong setting: 78.
int run_with_config(const DataOptions& options, const std::function<Result<int>(const Config&)>& command);

}  // namespace slipway::server
