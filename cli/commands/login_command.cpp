#include "base/files/posix_file_system.hpp"
#include "cli/commands/commands.hpp"
#include "cli/config_file.hpp"
#include "cli/server_views.hpp"
#include "cli/terminal.hpp"

#include <unistd.h>

namespace slipway::cli {
namespace {

/// Returns the given token; otherwise asks on the terminal or reads standard input.
Result<std::string> token_for(const Session& session, const std::string& server) {
    auto options = session.options;
    const auto given = TRY(given_token(options, session.environment()));
    if (!given.empty()) return given;
    if (is_terminal(STDIN_FILENO)) {
        options.token = TRY(read_secret("Token for " + server + ": "));
    } else {
        options.token_file = "-";
    }
    return given_token(options, session.environment());
}

Result<int> login(const Session& session, Settings settings) {
    settings.token = TRY(token_for(session, settings.server));
    if (settings.token.empty()) return Error(Fault::unauthenticated, "no token was given");
    const auto transport = TRY(session.connect(settings));
    Client client(*transport, {.retries = 0, .pause = {}, .notice = {}});
    const auto token = TRY(client.get(api_path({"token"})));
    const auto path = TRY(config_path(session.options, session.environment()));
    PosixFileSystem files;
    TRY(write_config_file(files, path, settings));
    session.conclude("this is the token " + describe_token(token.json) + "; it is stored in " + path.string());
    return exit_code::ok;
}

}  // namespace

void add_login_command(CLI::App& program, Session& session) {
    auto url = std::make_shared<std::string>();
    auto* command = program.add_subcommand("login", "Check a token and store it, with its server, for later commands");
    command->add_option("url", *url, "The server, such as https://packages.example.com")->required()->type_name("URL");
    command->footer(
        "Asks for the token, or reads it from standard input, unless --token-file or SLIPWAY_TOKEN has it.");
    command->callback([url, &session] {
        session.run([&]() -> Result<int> {
            Settings settings;
            settings.server = TRY(parse_server(*url));
            if (const auto& file = session.options.ca_file; !file.empty())
                settings.ca_file = std::filesystem::absolute(file).string();
            session.warn_of_listeners(settings.server);
            return login(session, std::move(settings));
        });
    });
}

}  // namespace slipway::cli
