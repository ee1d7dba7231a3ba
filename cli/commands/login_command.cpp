#include "cli/commands/commands.hpp"
#include "cli/config_file.hpp"
#include "cli/curl_transport.hpp"
#include "cli/terminal.hpp"

#include <fmt/format.h>

#include <unistd.h>

namespace slipway::cli {
namespace {

/// The token as given, else asked for on the terminal, else from standard input.
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

/// "'ci' (upload:main/dev), which ends 2027-02-21T06:30:02Z".
std::string description_of(const JsonValue& token) {
    const auto expires = token["expires_at"];
    return fmt::format("'{}' ({}), which {}", token["name"].text(), token["scopes"].text(),
                       expires.is_null() ? "does not end" : "ends " + expires.text());
}

Result<int> login(const Session& session, Settings settings) {
    settings.token = TRY(token_for(session, settings.server));
    if (settings.token.empty()) return Error(Fault::unauthenticated, "no token was given");
    const auto transport = TRY(CurlTransport::create(settings, std::chrono::seconds(session.options.timeout)));
    Client client(*transport, {.retries = 0, .pause = {}, .notice = {}});
    const auto token = TRY(client.get(api_path({"token"})));
    const auto path = TRY(config_path(session.options, session.environment()));
    TRY(write_config_file(path, settings));
    session.conclude(printable("this is the token " + description_of(token.json)) + "; it is kept in " + path.string());
    return exit_code::ok;
}

}  // namespace

void add_login_command(CLI::App& program, Session& session) {
    auto url = std::make_shared<std::string>();
    auto* command = program.add_subcommand("login", "Try a token and keep it, with its server, for later commands");
    command->add_option("url", *url, "The server, such as https://packages.example.com")->required()->type_name("URL");
    command->footer(
        "The token is asked for, or read from standard input, unless --token-file or SLIPWAY_TOKEN gives it.");
    command->callback([url, &session] {
        session.run([&]() -> Result<int> {
            Settings settings;
            settings.server = TRY(parse_server(*url));
            if (const auto& file = session.options.ca_file; !file.empty())
                settings.ca_file = std::filesystem::absolute(file).string();
            if (is_open_to_listeners(settings.server))
                session.say("warning: the token goes to " + settings.server + " unencrypted; use https");
            return login(session, std::move(settings));
        });
    });
}

}  // namespace slipway::cli
