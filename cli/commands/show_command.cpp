#include "cli/commands/commands.hpp"
#include "cli/views.hpp"

namespace slipway::cli {
namespace {

Result<int> show(const Session& session, Client& client, const std::string& repository, const std::string& sha256) {
    const auto answer = TRY(client.get(api_path({"repositories", repository, "packages", sha256})));
    session.print(answer, render_package(answer.json));
    return exit_code::ok;
}

}  // namespace

void add_show_command(CLI::App& program, Session& session) {
    auto repository = std::make_shared<std::string>();
    auto sha256 = std::make_shared<std::string>();
    auto* command = program.add_subcommand("show", "Show a package: its data, provenance and channels");
    add_repository(*command, *repository);
    command->add_option("sha256", *sha256, "The package's SHA-256, as 'slipway list' prints it")
        ->required()
        ->type_name("SHA256");
    command->callback([repository, sha256, &session] {
        session.run_with_client([&](Client& client) { return show(session, client, *repository, *sha256); });
    });
}

}  // namespace slipway::cli
