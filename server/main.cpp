// slipwayd: one program, a command per task. Exceptions of libraries that nobody nearer expected end here.
#include "server/commands/commands.hpp"
#include "server/commands/exit_codes.hpp"

#include <cstdio>
#include <exception>

namespace {

int run(int argc, char** argv) {
    using namespace slipway::server;
    CLI::App program("Slipway: apt and yum repositories, signed, published as a whole", "slipwayd");
    program.require_subcommand(1);
    program.footer(
        "Exit codes: 0 success; 64 wrong arguments; 66 not found; 70 internal error; 73 cannot be made; 74 input or\n"
        "output, also a full disk; 75 the data directory is in use; 78 wrong configuration. fsck: 1 repaired, 2 damage "
        "left.");
    int exit_code = exit_code::internal;
    for (auto* add : {add_serve_command, add_token_command, add_fsck_command, add_gc_command, add_backup_command,
                      add_restore_command, add_events_command, add_version_command})
        add(program, exit_code);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return program.exit(error) == 0 ? exit_code::ok : exit_code::usage;
    }
    return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "slipwayd: internal error: %s\n", error.what());
        return slipway::server::exit_code::internal;
    }
}
