#pragma once

#include "cli/commands/arguments.hpp"

#include <CLI/CLI.hpp>

namespace slipway::cli {

// One file per command. Each adds its subcommand, whose callback ends in `Session::run` or `run_with_client`.

void add_push_command(CLI::App& program, Session& session);
void add_search_command(CLI::App& program, Session& session);
void add_download_command(CLI::App& program, Session& session);
void add_list_command(CLI::App& program, Session& session);
void add_remove_command(CLI::App& program, Session& session);
void add_purge_command(CLI::App& program, Session& session);
void add_show_command(CLI::App& program, Session& session);
void add_repositories_command(CLI::App& program, Session& session);
void add_channels_command(CLI::App& program, Session& session);
void add_revisions_command(CLI::App& program, Session& session);
void add_diff_command(CLI::App& program, Session& session);
void add_promote_command(CLI::App& program, Session& session);
void add_rollback_command(CLI::App& program, Session& session);
void add_pins_command(CLI::App& program, Session& session);
void add_keys_command(CLI::App& program, Session& session);
void add_tokens_command(CLI::App& program, Session& session);
void add_login_command(CLI::App& program, Session& session);
void add_logout_command(CLI::App& program, Session& session);
void add_whoami_command(CLI::App& program, Session& session);
void add_status_command(CLI::App& program, Session& session);
void add_events_command(CLI::App& program, Session& session);
void add_completion_command(CLI::App& program, Session& session);
void add_version_command(CLI::App& program, Session& session);

}  // namespace slipway::cli
