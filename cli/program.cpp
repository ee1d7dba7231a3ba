#include "cli/program.hpp"

#include "base/misuse.hpp"
#include "base/version.hpp"
#include "cli/commands/commands.hpp"

namespace slipway::cli {
namespace {

constexpr const char* footer =
    "Server and token come from the flags, else from SLIPWAY_URL and SLIPWAY_TOKEN, else from the file that\n"
    "'slipway login' writes. Exit codes: 0 done; 1 diff --exit-code: there are\n"
    "differences, or a question was not answered with yes; 64 wrong arguments, or a name that means several\n"
    "packages; 65 refused as wrong; 66 no such file or thing; 69 server not reachable; 70 internal error, or wrong\n"
    "bytes of a package; 73 conflict with what is there; 74 input or output; 75 server busy, full or not ready, try\n"
    "later; 77 token missing or not sufficient; 78 wrong configuration. See slipway(1).";

void add_global_options(CLI::App& program, GlobalOptions& options) {
    program.add_option("--server", options.server, "The server (SLIPWAY_URL)")->type_name("URL");
    program.add_option("--token", options.token, "The token; others can see it in the list of processes")
        ->type_name("TOKEN");
    program.add_option("--token-file", options.token_file, "The file with the token; - is standard input")
        ->type_name("FILE");
    program
        .add_option("--ca-file", options.ca_file, "Trust these certificates instead of the system's (SLIPWAY_CA_FILE)")
        ->type_name("FILE");
    program.add_option("--config", options.config_file, "The configuration (SLIPWAY_CONFIG)")->type_name("FILE");
    counts(program.add_option("--retries", options.retries, "How often to retry what may succeed later"))
        ->capture_default_str();
    counts(program.add_option("--timeout", options.timeout, "Give up after this long without progress"), "SECONDS")
        ->capture_default_str();
    program.add_flag("--json", options.json, "Print the server's JSON");
    program.add_flag("-q,--quiet", options.quiet, "No progress and no remarks; errors are still printed");
}

}  // namespace

std::unique_ptr<CLI::App> make_program(Session& session) {
    auto program = std::make_unique<CLI::App>("Client of Slipway, a repository server for apt and yum", "slipway");
    program->require_subcommand(1);
    program->failure_message([](const CLI::App* app, const CLI::Error& error) { return explain_misuse(*app, error); });
    program->fallthrough();  // the options below may also stand behind the command
    program->set_version_flag("--version", "slipway " + std::string(version()));
    program->footer("Options for every command: slipway --help");  // of the commands below
    add_global_options(*program, session.options);
    for (auto* add : {add_push_command,     add_search_command,       add_list_command,      add_show_command,
                      add_download_command, add_remove_command,       add_purge_command,     add_diff_command,
                      add_promote_command,  add_rollback_command,     add_revisions_command, add_pins_command,
                      add_channels_command, add_repositories_command, add_keys_command,      add_tokens_command,
                      add_events_command,   add_status_command,       add_login_command,     add_logout_command,
                      add_whoami_command,   add_completion_command,   add_version_command})
        add(*program, session);
    program->footer(footer);
    return program;
}

int run(Session& session, int argc, const char* const* argv) {
    const auto program = make_program(session);
    try {
        program->parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return program->exit(error) == 0 ? exit_code::ok : exit_code::usage;
    }
    return session.exit_code();
}

}  // namespace slipway::cli
