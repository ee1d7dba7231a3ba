#include "cli/change_views.hpp"
#include "cli/channel_ref.hpp"
#include "cli/commands/commands.hpp"
#include "cli/revision_names.hpp"

namespace slipway::cli {
namespace {

struct PinsOptions {
    std::string repository;
    std::string channel;
    std::string name;
    std::string revision;
};

Result<int> list(const Session& session, Client& client, const PinsOptions& options) {
    const auto answer = TRY(client.get_pages(api_path({"repositories", options.repository, "pins"}), 0));
    session.print(answer, render_pins(answer.json));
    return exit_code::ok;
}

/// Returns the given revision, or else the newest one of the channel.
Result<std::int64_t> revision_of(Client& client, const ChannelRef& ref, const PinsOptions& options) {
    if (!options.revision.empty()) return find_revision(client, ref, options.revision);
    const auto channel = TRY(client.get(api_path({"repositories", ref.repository, "channels", ref.channel})));
    return channel.json["revision"].integer();
}

Result<int> create(const Session& session, Client& client, const PinsOptions& options) {
    const auto ref = TRY(ChannelRef::parse(options.channel));
    const auto revision = TRY(revision_of(client, ref, options));
    Request request;
    request.method = Method::post;
    request.target = api_path({"repositories", ref.repository, "pins"});
    request.body = Json::object({{"name", options.name}, {"channel", ref.channel}, {"revision", revision}}).text();
    const auto answer = TRY(client.send(request));
    session.print(answer, render_pin(answer.json));
    return exit_code::ok;
}

Result<int> remove(const Session& session, Client& client, const PinsOptions& options) {
    Request request;
    request.method = Method::del;
    request.repeat = Repeat::harmful;
    request.target = api_path({"repositories", options.repository, "pins", options.name});
    TRY(client.send(request));
    session.conclude("pin " + options.name + " is deleted");
    return exit_code::ok;
}

}  // namespace

void add_pins_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<PinsOptions>();
    auto* command = program.add_subcommand("pins", "Retain revisions under names");
    command->require_subcommand(1);
    const auto runs = runner(session, options);
    const auto add_name = [&options](CLI::App& pin) {
        pin.add_option("name", options->name, "Its name, such as release-2026.11")->required()->type_name("NAME");
    };

    auto* listed = command->add_subcommand("list", "List a repository's pins");
    add_repository(*listed, options->repository);
    listed->callback(runs(list));

    auto* made = command->add_subcommand("create", "Retain a revision under a name");
    add_channel(*made, options->channel);
    add_name(*made);
    made->add_option("--revision", options->revision, "Which one, by number or by another pin; the newest by default")
        ->type_name("REVISION");
    made->callback(runs(create));

    auto* deleted = command->add_subcommand("delete", "Forget a pin");
    add_repository(*deleted, options->repository);
    add_name(*deleted);
    deleted->callback(runs(remove));
}

}  // namespace slipway::cli
