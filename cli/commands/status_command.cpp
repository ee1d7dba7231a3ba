#include "cli/commands/commands.hpp"
#include "cli/server_views.hpp"

namespace slipway::cli {
namespace {

struct StatusOptions {
    std::string repository;
};

/// Returns what the server says about itself; empty if it does not know the question.
Result<std::string> version_of(Client& client) {
    const auto answer = client.get(api_path({"version"}));
    if (answer.ok()) return answer->json["version"].text();
    if (answer.error().fault() == Fault::not_found) return std::string();
    return answer.error();
}

/// Returns why the server is not ready, or nothing if it is. The server answers with plain text if it is ready, else
/// with a problem.
Result<std::string> why_not_ready(Client& client) {
    Request request;
    request.target = "/readyz";
    request.answer = Content::text;
    const auto answer = client.impatient().send(request);
    if (answer.ok()) return std::string();
    if (answer.error().fault() == Fault::busy) return answer.error().message();
    return answer.error();
}

Result<std::vector<JsonValue>> repositories_of(Client& client, const StatusOptions& options) {
    if (!options.repository.empty())
        return std::vector{TRY(client.get(api_path({"repositories", options.repository}))).json};
    return TRY(client.get_pages(api_path({"repositories"}), 0)).json["repositories"].elements();
}

Result<int> show_status(const Session& session, Client& client, const StatusOptions& options) {
    const auto reason = TRY(why_not_ready(client));
    const auto version = TRY(version_of(client));
    std::vector<Json> repositories;
    for (const auto& repository : TRY(repositories_of(client, options))) repositories.push_back(repository.json());
    auto json = Json::object().add("server", session.server());
    if (!version.empty()) json.add("version", version);
    json.add("ready", reason.empty());
    if (!reason.empty()) json.add("reason", reason);
    const auto document = json.add("repositories", Json::array(repositories)).text();
    session.print({200, document}, render_status(TRY(JsonValue::parse(document))));
    return reason.empty() ? exit_code::ok : exit_code::try_later;
}

}  // namespace

void add_status_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<StatusOptions>();
    auto* command = program.add_subcommand("status", "Show the state of the server and its channels");
    command->add_option("repository", options->repository, "Only the channels of this repository; without it: of all")
        ->type_name("REPOSITORY");
    command->footer("Exits with 75 if the server is not ready.");
    command->callback(runner(session, options)(show_status));
}

}  // namespace slipway::cli
