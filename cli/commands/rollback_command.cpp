#include "cli/change_views.hpp"
#include "cli/channel_ref.hpp"
#include "cli/commands/commands.hpp"
#include "cli/consent.hpp"
#include "cli/revision_names.hpp"

namespace slipway::cli {
namespace {

struct RollbackOptions {
    std::string channel;
    std::string revision;
    std::string reason;
    std::string expect_revision;
    bool yes = false;
};

NewContent content_at(const ChannelRef& channel, const std::string& revision) {
    const auto base = api_path({"repositories", channel.repository, "channels", channel.channel});
    auto difference = base + "/diff";
    add_query(difference, "from", revision);
    return {base + "/revisions/" + revision, difference, "added"};
}

Result<int> roll_back(const Session& session, Client& client, const RollbackOptions& options) {
    const auto ref = TRY(ChannelRef::parse(options.channel));
    const auto revision = TRY(find_revision(client, ref, options.revision));
    TRY(agree_to_empty(client, options.yes, content_at(ref, std::to_string(revision)), ref));
    auto body = Json::object();
    body.add("revision", revision);
    if (!options.reason.empty()) body.add("reason", options.reason);
    if (!options.expect_revision.empty())
        body.add("expect_revision", TRY(find_revision(client, ref, options.expect_revision)));

    Request request;
    request.method = Method::post;
    request.repeat = Repeat::harmful;
    request.target = api_path({"repositories", ref.repository, "channels", ref.channel, "rollback"});
    request.body = body.text();
    const auto answer = TRY(client.send(request));
    session.print(answer, render_change(answer.json, ref.text()));
    return exit_code::ok;
}

}  // namespace

void add_rollback_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<RollbackOptions>();
    auto* command = program.add_subcommand("rollback", "Give a channel the content of one of its older revisions");
    add_channel(*command, options->channel);
    command->add_option("revision", options->revision, "The revision whose content comes back: a number or a pin")
        ->required()
        ->type_name("REVISION");
    command->add_option("--reason", options->reason, "The reason; stored with the revision")->type_name("TEXT");
    command->add_option("--expect-revision", options->expect_revision, "Only if this is the newest revision")
        ->type_name("REVISION");
    add_yes(*command, options->yes);
    command->callback(runner(session, options)(roll_back));
}

}  // namespace slipway::cli
