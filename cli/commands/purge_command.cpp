#include "cli/change_views.hpp"
#include "cli/commands/commands.hpp"

namespace slipway::cli {
namespace {

struct Options {
    std::string repository;
    std::string sha256;
    std::string reason;
};

Result<int> purge(const Session& session, Client& client, const Options& options) {
    Request request;
    request.method = Method::post;  // a second one finds the work done
    request.target = api_path({"repositories", options.repository, "packages", options.sha256, "purge"});
    request.body = JsonObject().text("reason", options.reason).render();
    const auto answer = TRY(client.send(request));
    session.print(answer, render_purge(answer.json));
    return exit_code::ok;
}

}  // namespace

void add_purge_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<Options>();
    auto* command = program.add_subcommand("purge", "Destroy a package for ever: a leaked secret, an infection");
    add_repository(*command, options->repository);
    command->add_option("sha256", options->sha256, "The package's SHA-256, as 'slipway list' prints it")
        ->required()
        ->type_name("SHA256");
    command->add_option("--reason", options->reason, "Why; kept in the audit log")->required()->type_name("TEXT");
    command->footer(
        "It leaves every channel and every past revision, its addresses answer 410, and it never comes back.");
    command->callback(runner(session, options)(purge));
}

}  // namespace slipway::cli
