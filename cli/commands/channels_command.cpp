#include "cli/commands/commands.hpp"
#include "cli/place.hpp"
#include "cli/views.hpp"

namespace slipway::cli {
namespace {

struct Options {
    std::string repository;
    std::string place;
    std::string immutable_versions;
    bool force = false;
};

Result<std::string> path_of(const Options& options) {
    const auto place = TRY(ChannelPlace::parse(options.place));
    return api_path({"repositories", place.repository, "channels", place.channel});
}

Result<int> list(const Session& session, Client& client, const Options& options) {
    const auto answer = TRY(client.get(api_path({"repositories", options.repository})));
    const JsonObject json = JsonObject().rendered("channels", answer.json["channels"].render());
    session.print({answer.status, json.render()}, render_channels(answer.json));
    return exit_code::ok;
}

Result<int> show(const Session& session, Client& client, const Options& options) {
    const auto path = TRY(path_of(options));
    const auto answer = TRY(client.get(path));
    session.print(answer, render_channel(answer.json));
    return exit_code::ok;
}

Result<int> set(const Session& session, Client& client, const Options& options) {
    Request request;
    request.method = Method::put;
    request.target = TRY(path_of(options));
    JsonObject body;
    if (!options.immutable_versions.empty()) body.flag("immutable_versions", options.immutable_versions == "on");
    request.body = body.render();
    const auto answer = TRY(client.send(request));
    session.print(answer, render_channel(answer.json));
    return exit_code::ok;
}

Result<int> remove(const Session& session, Client& client, const Options& options) {
    Request request;
    request.method = Method::del;
    request.repeat = Repeat::harmful;
    request.target = TRY(path_of(options));
    if (options.force) add_query(request.target, "force", "true");
    TRY(client.send(request));
    session.say(options.place + " is deleted");
    return exit_code::ok;
}

}  // namespace

void add_channels_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<Options>();
    auto* command = program.add_subcommand("channels", "List, show, set and delete channels");
    command->require_subcommand(1);
    const auto runs = [options, &session](auto* work) {
        return [options, &session, work] {
            session.run_with_client([&](Client& client) { return work(session, client, *options); });
        };
    };

    auto* listed = command->add_subcommand("list", "List a repository's channels");
    add_repository(*listed, options->repository);
    listed->callback(runs(list));

    auto* shown = command->add_subcommand("show", "Show one");
    add_channel(*shown, options->place);
    shown->callback(runs(show));

    auto* changed = command->add_subcommand("set", "Make one, or change its policy");
    add_channel(*changed, options->place);
    one_of(changed->add_option("--immutable-versions", options->immutable_versions,
                               "Whether a version may never change its bytes"),
           {"on", "off"});
    changed->callback(runs(set));

    auto* deleted = command->add_subcommand("delete", "Delete one, with its revisions");
    add_channel(*deleted, options->place);
    deleted->add_flag("--force", options->force, "Also when it has packages");
    deleted->callback(runs(remove));
}

}  // namespace slipway::cli
