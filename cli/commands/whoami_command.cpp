#include "cli/commands/commands.hpp"
#include "cli/server_views.hpp"

namespace slipway::cli {
namespace {

struct WhoamiOptions {};

Result<int> show_identity(const Session& session, Client& client, const WhoamiOptions&) {
    const auto answer = TRY(client.get(api_path({"token"})));
    auto json = Json::object().add("server", session.server());
    for (const auto& [name, value] : answer.json.members()) json.add(name, value.json());
    session.print({answer.status, json.text()}, render_identity(session.server(), answer.json));
    return exit_code::ok;
}

}  // namespace

void add_whoami_command(CLI::App& program, Session& session) {
    auto* command = program.add_subcommand("whoami", "Show the token in use: its name, scopes, expiry and server");
    command->callback(runner(session, std::make_shared<WhoamiOptions>())(show_identity));
}

}  // namespace slipway::cli
