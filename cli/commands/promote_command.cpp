#include "cli/change_views.hpp"
#include "cli/channel_ref.hpp"
#include "cli/commands/commands.hpp"
#include "cli/consent.hpp"
#include "cli/package_names.hpp"
#include "cli/revision_names.hpp"

namespace slipway::cli {
namespace {

struct PromoteOptions {
    std::string from;
    std::string to;
    std::vector<std::string> packages;
    std::string reason;
    std::string expect_revision;
    std::string expect_from_revision;
    bool forbid_removals = false;
    bool dry_run = false;
    bool yes = false;
};

Json body_of(const PromoteOptions& options, const std::string& from, const std::string& to) {
    auto body = Json::object();
    body.add("from", from).add("to", to);
    if (!options.reason.empty()) body.add("reason", options.reason);
    if (options.forbid_removals) body.add("forbid_removals", true);
    if (options.dry_run) body.add("dry_run", true);
    return body;
}

NewContent content_of(const ChannelRef& from, const std::string& to) {
    const auto source = api_path({"repositories", from.repository, "channels", from.channel});
    auto difference = source + "/diff";
    add_query(difference, "against", to);
    return {source, difference, "removed"};
}

Result<int> promote(const Session& session, Client& client, const PromoteOptions& options) {
    const auto from = TRY(ChannelRef::parse(options.from));
    const auto to = TRY(parse_channel_of(from.repository, options.to));
    if (!options.dry_run && !options.forbid_removals && options.packages.empty())
        TRY(agree_to_empty(client, options.yes, content_of(from, to), {from.repository, to}));
    auto body = body_of(options, from.channel, to);
    if (!options.expect_revision.empty())
        body.add("expect_revision", TRY(find_revision(client, {from.repository, to}, options.expect_revision)));
    if (!options.expect_from_revision.empty())
        body.add("expect_from_revision", TRY(find_revision(client, from, options.expect_from_revision)));
    if (!options.packages.empty()) body.add("packages", TRY(find_packages(client, from, options.packages)));

    Request request;
    request.method = Method::post;
    request.repeat = options.dry_run ? Repeat::harmless : Repeat::harmful;
    request.target = api_path({"repositories", from.repository, "promotions"});
    request.body = body.text();
    const auto answer = TRY(client.send(request));
    const auto target = from.repository + "/" + to;
    session.print(answer, options.dry_run ? render_dry_run(answer.json, target) : render_change(answer.json, target));
    return answer.json["conflicts"].elements().empty() ? exit_code::ok : exit_code::conflict;
}

}  // namespace

void add_promote_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<PromoteOptions>();
    auto* command = program.add_subcommand("promote", "Make a channel equal to another, or copy some of its packages");
    command->add_option("from", options->from, "The source, such as main/staging")
        ->required()
        ->type_name("REPOSITORY/CHANNEL");
    command->add_option("to", options->to, "The target, a channel of the same repository")
        ->required()
        ->type_name("CHANNEL");
    command
        ->add_option("--package", options->packages,
                     std::string("Only this package; may be repeated: ") + package_forms)
        ->type_name("PACKAGE")
        ->allow_extra_args(false);
    command->add_option("--reason", options->reason, "The reason; stored with the revision")->type_name("TEXT");
    command->add_option("--expect-revision", options->expect_revision, "Only if this is the target's newest revision")
        ->type_name("REVISION");
    command
        ->add_option("--expect-from-revision", options->expect_from_revision,
                     "Only if this is the source's newest revision, as a dry run prints it")
        ->type_name("REVISION");
    command->add_flag("--forbid-removals", options->forbid_removals, "Refuse if the target would lose packages");
    command->add_flag("--dry-run", options->dry_run, "Only show what would change");
    add_yes(*command, options->yes);
    command->footer("deb and rpm change together, in one revision.");
    command->callback(runner(session, options)(promote));
}

}  // namespace slipway::cli
