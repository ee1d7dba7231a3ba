#pragma once

#include <CLI/CLI.hpp>

namespace slipway::server {

// One file per command. Each adds its subcommand; the chosen one puts its exit code into `exit_code`.

void add_serve_command(CLI::App& program, int& exit_code);
void add_init_command(CLI::App& program, int& exit_code);
void add_token_command(CLI::App& program, int& exit_code);
void add_fsck_command(CLI::App& program, int& exit_code);
void add_gc_command(CLI::App& program, int& exit_code);
void add_backup_command(CLI::App& program, int& exit_code);
void add_restore_command(CLI::App& program, int& exit_code);
void add_migrate_command(CLI::App& program, int& exit_code);
void add_events_command(CLI::App& program, int& exit_code);
void add_nodes_command(CLI::App& program, int& exit_code);
void add_check_config_command(CLI::App& program, int& exit_code);
void add_version_command(CLI::App& program, int& exit_code);

}  // namespace slipway::server
