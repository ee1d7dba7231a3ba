#pragma once

#include "cli/session.hpp"

namespace slipway::cli {

// One file per command. Each adds its subcommand, whose callback ends in `Session::run` or `run_with_client`.

void add_push_command(CLI::App& program, Session& session);
void add_list_command(CLI::App& program, Session& session);
void add_show_command(CLI::App& program, Session& session);
void add_channels_command(CLI::App& program, Session& session);
void add_revisions_command(CLI::App& program, Session& session);
void add_diff_command(CLI::App& program, Session& session);
void add_promote_command(CLI::App& program, Session& session);
void add_rollback_command(CLI::App& program, Session& session);
void add_pins_command(CLI::App& program, Session& session);
void add_keys_command(CLI::App& program, Session& session);
void add_tokens_command(CLI::App& program, Session& session);
void add_login_command(CLI::App& program, Session& session);
void add_completion_command(CLI::App& program, Session& session);
void add_version_command(CLI::App& program, Session& session);

// Arguments that several commands have.

CLI::Option* add_repository(CLI::App& command, std::string& repository);
CLI::Option* add_channel(CLI::App& command, std::string& channel);
/// The option takes one of these words and shows them as its type.
void one_of(CLI::Option* option, const std::vector<std::string>& words);

}  // namespace slipway::cli
