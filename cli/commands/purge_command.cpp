#include "cli/change_views.hpp"
#include "cli/commands/commands.hpp"
#include "cli/consent.hpp"
#include "cli/package_names.hpp"
#include "cli/terminal.hpp"

namespace slipway::cli {
namespace {

struct PurgeOptions {
    std::string repository;
    std::string package;
    std::string reason;
    bool release_version = false;
    bool yes = false;
};

std::string question_about(const PurgeOptions& options, const std::string& digest) {
    const auto named = options.package == digest ? std::string() : printable(options.package) + ", ";
    return "Destroy package " + named + digest + " of " + options.repository + " for ever?";
}

Result<int> purge(const Session& session, Client& client, const PurgeOptions& options) {
    const auto digest = TRY(find_package(client, options.repository, options.package));
    TRY(obtain_consent(options.yes, question_about(options, digest)));
    Request request;
    request.method = Method::post;  // a second one finds the work done
    request.target = api_path({"repositories", options.repository, "packages", digest, "purge"});
    auto body = Json::object();
    body.add("reason", options.reason);
    if (options.release_version) body.add("release_version", true);
    request.body = body.text();
    const auto answer = TRY(client.send(request));
    session.print(answer, render_purge(answer.json));
    return exit_code::ok;
}

}  // namespace

void add_purge_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<PurgeOptions>();
    auto* command = program.add_subcommand("purge", "Destroy a package for ever, such as one with a leaked secret");
    add_repository(*command, options->repository);
    command->add_option("package", options->package, package_forms)->required()->type_name("PACKAGE");
    command->add_option("--reason", options->reason, "The reason; stored in the audit log")
        ->required()
        ->type_name("TEXT");
    command->add_flag("--release-version", options->release_version,
                      "Let its name, version and architecture be published again");
    add_yes(*command, options->yes);
    command->footer(
        "It is removed from every channel and past revision, its addresses answer 410, and it never comes back.");
    command->callback(runner(session, options)(purge));
}

}  // namespace slipway::cli
