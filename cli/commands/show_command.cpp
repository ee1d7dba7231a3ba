#include "cli/commands/commands.hpp"
#include "cli/package_names.hpp"
#include "cli/views.hpp"

namespace slipway::cli {
namespace {

struct ShowOptions {
    std::string repository;
    std::string package;
    bool revisions = false;
};

Result<int> show(const Session& session, Client& client, const ShowOptions& options) {
    const auto digest = TRY(find_package(client, options.repository, options.package));
    const auto target = api_path({"repositories", options.repository, "packages", digest});
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
    auto options = std::make_shared<ShowOptions>();
    auto* command = program.add_subcommand("show", "Show a package: its data, provenance and channels");
    add_repository(*command, options->repository);
    command->add_option("package", options->package, package_forms)->required()->type_name("PACKAGE");
    command->add_flag("--revisions", options->revisions, "Show the revisions of all channels that have it instead");
    command->callback(runner(session, options)(show));
}

}  // namespace slipway::cli
