#include "cli/change_views.hpp"
#include "cli/channel_ref.hpp"
#include "cli/commands/commands.hpp"
#include "cli/consent.hpp"
#include "cli/views.hpp"

namespace slipway::cli {
namespace {

constexpr const char* every_channel = "*";

struct ChannelsOptions {
    std::string repository;
    std::string channel;
    std::string immutable_versions;
    std::string is_protected;
    std::vector<std::string> promote_from;
    std::optional<std::uint32_t> keep_versions;
    std::optional<std::uint32_t> keep_days;
    bool force = false;
    bool yes = false;
};

Result<std::string> path_of(const ChannelsOptions& options) {
    const auto ref = TRY(ChannelRef::parse(options.channel));
    return api_path({"repositories", ref.repository, "channels", ref.channel});
}

Result<int> list(const Session& session, Client& client, const ChannelsOptions& options) {
    const auto answer = TRY(client.get(api_path({"repositories", options.repository})));
    const auto json = Json::object({{"channels", answer.json["channels"].json()}});
    session.print({answer.status, json.text()}, render_channels(answer.json));
    return exit_code::ok;
}

Result<int> show(const Session& session, Client& client, const ChannelsOptions& options) {
    const auto path = TRY(path_of(options));
    const auto answer = TRY(client.get(path));
    session.print(answer, render_channel(answer.json));
    return exit_code::ok;
}

/// Renders the options that were given; other settings do not change.
Json policy_of(const ChannelsOptions& options) {
    auto body = Json::object();
    if (!options.immutable_versions.empty()) body.add("immutable_versions", options.immutable_versions == "on");
    if (!options.is_protected.empty()) body.add("protected", options.is_protected == "on");
    if (options.promote_from == std::vector<std::string>{every_channel})
        body.add("promote_from", nullptr);
    else if (!options.promote_from.empty())
        body.add("promote_from", options.promote_from);
    if (!options.keep_versions && !options.keep_days) return body;
    auto keep = Json::object();
    add_limit(keep, "versions", options.keep_versions);
    add_limit(keep, "days", options.keep_days);
    return body.add("keep", keep);
}

Result<int> set(const Session& session, Client& client, const ChannelsOptions& options) {
    const auto path = TRY(path_of(options));
    const auto answer = TRY(client.change(path, policy_of(options)));
    session.print(answer, render_channel(answer.json));
    return exit_code::ok;
}

/// Shows what the channel's policy, or another one, would remove.
Result<int> preview_expiry(const Session& session, Client& client, const ChannelsOptions& options) {
    auto target = TRY(path_of(options)) + "/expiry";
    if (options.keep_versions) add_query(target, "versions", std::to_string(*options.keep_versions));
    if (options.keep_days) add_query(target, "days", std::to_string(*options.keep_days));
    const auto answer = TRY(client.get_pages(target, 0));
    session.print(answer, render_expiry(answer.json));
    return exit_code::ok;
}

Result<int> remove(const Session& session, Client& client, const ChannelsOptions& options) {
    if (options.force)
        TRY(obtain_consent(options.yes, "Delete " + options.channel + " with its packages, pins and revisions?"));
    Request request;
    request.method = Method::del;
    request.repeat = Repeat::harmful;
    request.target = TRY(path_of(options));
    if (options.force) add_query(request.target, "force", "true");
    TRY(client.send(request));
    session.conclude(options.channel + " is deleted");
    return exit_code::ok;
}

void add_policy_options(CLI::App& command, ChannelsOptions& options) {
    one_of(command.add_option("--immutable-versions", options.immutable_versions,
                              "Whether the bytes of a version can never change"),
           {"on", "off"});
    one_of(command.add_option("--protected", options.is_protected, "Whether only promotions and rollbacks change it"),
           {"on", "off"});
    command
        .add_option("--promote-from", options.promote_from,
                    "A channel that may be promoted into this one; may be repeated; '*': every channel")
        ->type_name("CHANNEL")
        ->allow_extra_args(false);
    counts(command.add_option("--keep-versions", options.keep_versions,
                              "This many versions of each package stay; 0: no limit"));
    counts(command.add_option("--keep-days", options.keep_days, "Uploads of this many days stay; 0: no limit"));
}

}  // namespace

void add_channels_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<ChannelsOptions>();
    auto* command = program.add_subcommand("channels", "List, show, set and delete channels");
    command->require_subcommand(1);
    const auto runs = runner(session, options);

    auto* listed = command->add_subcommand("list", "List a repository's channels");
    add_repository(*listed, options->repository);
    listed->callback(runs(list));

    auto* shown = command->add_subcommand("show", "Show one");
    add_channel(*shown, options->channel);
    shown->callback(runs(show));

    auto* changed = command->add_subcommand("set", "Make one, or change its policy");
    add_channel(*changed, options->channel);
    add_policy_options(*changed, *options);
    changed->callback(runs(set));

    auto* tried = command->add_subcommand("expiry", "Show what its policy, or another one, would remove");
    add_channel(*tried, options->channel);
    counts(tried->add_option("--keep-versions", options->keep_versions, "Try a policy with this many versions"));
    counts(tried->add_option("--keep-days", options->keep_days, "Try a policy with uploads of this many days"));
    tried->callback(runs(preview_expiry));

    auto* deleted = command->add_subcommand("delete", "Delete one, with its revisions");
    add_channel(*deleted, options->channel);
    deleted->add_flag("--force", options->force, "Even if it has packages or pins");
    add_yes(*deleted, options->yes);
    deleted->callback(runs(remove));
}

}  // namespace slipway::cli
