#include "server/commands/program.hpp"

#include "base/misuse.hpp"
#include "base/version.hpp"
#include "server/commands/commands.hpp"
#include "server/commands/exit_codes.hpp"

#include <cstdio>
#include <string>

namespace slipway::server {
namespace {

/// Returns the exit code of a command that printed all it had to say, and lost nothing of it in a full or closed file.
int written_out() {
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return exit_code::ok;
    return report(Error(Fault::io, "standard output could not be written"));
}

}  // namespace

int run(int argc, char** argv) {
    CLI::App program("Slipway: apt and yum repositories, signed, published as a whole", "slipwayd");
    program.require_subcommand(1);
    program.failure_message([](const CLI::App* app, const CLI::Error& error) { return explain_misuse(*app, error); });
    program.set_version_flag("--version", "slipwayd " + std::string(version()));
    program.footer(
        "Exit codes: 0 success; 64 wrong arguments; 66 not found; 69 an address is in use; 70 a bug; 73 the target\n"
        "exists; 74 input or output failed, the disk is full or data is damaged; 75 the data directory is in use;\n"
        "77 no permission; 78 wrong configuration, or a directory whose catalog is lost. fsck: 1 repaired, 2 damage\n"
        "left; gc: 1 too much to remove.");
    int exit_code = exit_code::internal;
    for (auto* add : {add_serve_command, add_init_command, add_token_command, add_fsck_command, add_gc_command,
                      add_backup_command, add_restore_command, add_migrate_command, add_events_command,
                      add_nodes_command, add_check_config_command, add_version_command})
        add(program, exit_code);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return program.exit(error) == 0 ? exit_code::ok : exit_code::usage;
    }
    return exit_code == exit_code::ok ? written_out() : exit_code;
}

}  // namespace slipway::server
