#include "cli/commands/commands.hpp"
#include "cli/views.hpp"

namespace slipway::cli {
namespace {

struct Options {
    std::string repository;
    std::string sha256;
    bool revisions = false;
};

Result<int> show(const Session& session, Client& client, const Options& options) {
    const auto target = api_path({"repositories", options.repository, "packages", options.sha256});
    if (options.revisions) {
        const auto answer = TRY(client.get_pages(target + "/revisions", 0));
        session.print(answer, render_package_revisions(answer.json));
        return exit_code::ok;
    }
    const auto answer = TRY(client.get(target));
    session.print(answer, render_package(answer.json));
    return exit_code::ok;
}

}  // namespace

void add_show_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<Options>();
    auto* command = program.add_subcommand("show", "Show a package: its data, provenance and channels");
    add_repository(*command, options->repository);
    command->add_option("sha256", options->sha256, "The package's SHA-256, as 'slipway list' prints it")
        ->required()
        ->type_name("SHA256");
    command->add_flag("--revisions", options->revisions, "Instead: the revisions of all channels that have it");
    command->callback(runner(session, options)(show));
}

}  // namespace slipway::cli
