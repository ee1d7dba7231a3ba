#include "cli/commands/commands.hpp"
#include "cli/progress_bar.hpp"
#include "cli/push_request.hpp"
#include "cli/views.hpp"

#include <fmt/format.h>

namespace slipway::cli {
namespace {

struct PushOptions {
    std::string to;
    std::vector<std::string> files;
    std::string distro;
    std::string component;
    Provenance claimed;
    bool ignore_ci = false;
};

Result<Push> push_of(const PushOptions& options, const Environment& environment) {
    Push push;
    push.to = TRY(ChannelRef::parse(options.to));
    for (const auto& file : options.files) push.files.push_back(NamedFile::parse(file));
    push.distro = options.distro;
    push.component = options.component;
    push.provenance = options.ignore_ci ? options.claimed : merged(options.claimed, provenance_of_ci(environment));
    return push;
}

std::string title_of(const Request& request) {
    if (request.files.size() == 1) return request.files.front().name;
    return fmt::format("{} files", request.files.size());
}

Result<int> push(const Session& session, Client& client, const PushOptions& options) {
    const auto pushed = TRY(push_of(options, session.environment()));
    const auto request = TRY(push_request(pushed));
    using enum ProgressBar::Shown;
    ProgressBar bar(title_of(request), "sent, the server is publishing", session.options.quiet ? never : on_a_terminal);
    const auto answer = TRY(client.send(request, &bar));
    session.print(answer, render_upload(answer.json, answer.status));
    return exit_code::ok;
}

void add_provenance_options(CLI::App& command, PushOptions& options) {
    command.add_option("--source-repository", options.claimed.repository, "The source repository")->type_name("URL");
    command.add_option("--source-commit", options.claimed.commit, "The commit that was built")->type_name("ID");
    command.add_option("--source-ref", options.claimed.ref, "Its branch or tag")->type_name("REF");
    command.add_option("--build-url", options.claimed.build_url, "The build's page")->type_name("URL");
    command.add_flag("--no-ci", options.ignore_ci, "Take none of these from the environment of a CI system");
}

}  // namespace

void add_push_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<PushOptions>();
    auto* command = program.add_subcommand("push", "Upload packages; several are published together or not at all");
    command
        ->add_option("files", options->files, "Packages; DISTRO=FILE or DISTRO/COMPONENT=FILE says where one belongs")
        ->required()
        ->type_name("FILE");
    command->add_option("--to", options->to, "The channel, such as main/dev")
        ->required()
        ->type_name("REPOSITORY/CHANNEL");
    command->add_option("--distro", options->distro, "The distro of the files, or several: bookworm,trixie")
        ->type_name("DISTRO");
    command->add_option("--component", options->component, "Their component")->type_name("COMPONENT");
    add_provenance_options(*command, *options);
    command->footer(
        "Returns when the packages can be installed. A repeated push of the same bytes changes nothing and succeeds.");
    command->callback(runner(session, options)(push));
}

}  // namespace slipway::cli
