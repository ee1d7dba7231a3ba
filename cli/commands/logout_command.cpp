#include "base/files/posix_file_system.hpp"
#include "cli/commands/commands.hpp"
#include "cli/config_file.hpp"
#include "cli/server_views.hpp"

#include <fmt/format.h>

namespace slipway::cli {
namespace {

/// What the server says about a stored token.
struct Validity {
    std::string text;
    std::string json;  // true, false, or null where it is not known
};

Result<Validity> ask_about(const Session& session, const Settings& kept) {
    session.warn_of_listeners(kept.server);
    const auto transport = TRY(session.connect(kept));
    Client client(*transport, {.retries = 0, .pause = {}, .notice = {}});
    const auto answer = client.get(api_path({"token"}));
    if (answer.ok())
        return Validity{fmt::format("the server still accepts it: token {}, {}; 'slipway tokens revoke {}' ends it",
                                    answer->json["id"].text(), describe_token(answer->json), answer->json["id"].text()),
                        "true"};
    if (answer.error().fault() == Fault::unauthenticated)
        return Validity{"the server does not accept it any more", "false"};
    return answer.error();
}

/// The token is removed from the file whatever the server says.
Validity validity_of(const Session& session, const Settings& kept) {
    auto validity = ask_about(session, kept);
    if (validity.ok()) return std::move(validity).release();
    return {"it is not known whether the server still accepts it: " + validity.error().message(), "null"};
}

Result<std::optional<Settings>> find_kept(const std::filesystem::path& path, const std::string& url) {
    auto kept = TRY(read_config_file(path));
    const auto server = url.empty() ? std::string() : TRY(parse_server(url));
    if (!kept || kept->token.empty()) return std::optional<Settings>();
    if (!server.empty() && server != kept->server)
        return Error(Fault::not_found, fmt::format("no token for {} is stored; the one in {} is for {}", server,
                                                   path.string(), kept->server));
    return kept;
}

Result<int> log_out(const Session& session, const std::string& url) {
    const auto path = TRY(config_path(session.options, session.environment()));
    const auto kept = TRY(find_kept(path, url));
    if (session.environment()("SLIPWAY_TOKEN") != nullptr) session.say("SLIPWAY_TOKEN is set and will still be used");
    if (!kept) {
        session.say("no token is stored in " + path.string());
        if (session.options.json) session.print({200, Json::object().add("removed", false).text()}, {});
        return exit_code::ok;
    }
    const auto validity = validity_of(session, *kept);
    auto without = *kept;
    without.token.clear();
    PosixFileSystem files;
    TRY(write_config_file(files, path, without));
    session.say(fmt::format("the token for {} is removed from {}; {}", kept->server, path.string(), validity.text));
    const auto json = Json::object().add("removed", true).add("server", kept->server);
    session.print({200, Json(json).add("still_valid", Json::rendered(validity.json)).text()}, {});
    return exit_code::ok;
}

}  // namespace

void add_logout_command(CLI::App& program, Session& session) {
    auto url = std::make_shared<std::string>();
    auto* command = program.add_subcommand("logout", "Forget the token that 'slipway login' stored");
    command->add_option("server", *url, "Only if it is for this server")->type_name("URL");
    command->footer(
        "Says whether the server still accepts the token. Whoever has another copy can still use it:\n"
        "'slipway tokens revoke' ends it everywhere.");
    command->callback([url, &session] { session.run([&] { return log_out(session, *url); }); });
}

}  // namespace slipway::cli
