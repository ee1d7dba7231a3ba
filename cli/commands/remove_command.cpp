#include "cli/change_views.hpp"
#include "cli/channel_ref.hpp"
#include "cli/commands/commands.hpp"
#include "cli/package_names.hpp"

namespace slipway::cli {
namespace {

struct RemoveOptions {
    std::string channel;
    std::vector<std::string> packages;
    std::string distro;
    std::string reason;
    bool dry_run = false;
};

Result<int> remove(const Session& session, Client& client, const RemoveOptions& options) {
    const auto ref = TRY(ChannelRef::parse(options.channel));
    auto body = Json::object();
    body.add("packages", TRY(find_packages(client, ref, options.packages, options.distro)));
    if (!options.distro.empty()) body.add("distro", options.distro);
    if (!options.reason.empty()) body.add("reason", options.reason);
    if (options.dry_run) body.add("dry_run", true);

    Request request;
    request.method = Method::post;
    request.repeat = options.dry_run ? Repeat::harmless : Repeat::harmful;
    request.target = api_path({"repositories", ref.repository, "channels", ref.channel, "removals"});
    request.body = body.text();
    const auto answer = TRY(client.send(request));
    session.print(answer,
                  options.dry_run ? render_prospect(answer.json, ref.text()) : render_change(answer.json, ref.text()));
    return exit_code::ok;
}

}  // namespace

void add_remove_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<RemoveOptions>();
    auto* command = program.add_subcommand("remove", "Remove packages from a channel");
    add_channel(*command, options->channel);
    command->add_option("packages", options->packages, "NAME, NAME=VERSION or a SHA-256")
        ->required()
        ->type_name("PACKAGE");
    command->add_option("--distro", options->distro, "Only from this distro")->type_name("DISTRO");
    command->add_option("--reason", options->reason, "The reason; stored with the revision")->type_name("TEXT");
    command->add_flag("--dry-run", options->dry_run, "Only show what would change");
    command->footer(
        "Removes all of them or none, in one revision. Older revisions keep them, and a rollback brings them back; "
        "'slipway purge' destroys them.");
    command->callback(runner(session, options)(remove));
}

}  // namespace slipway::cli
