#include "cli/change_views.hpp"
#include "cli/channel_ref.hpp"
#include "cli/commands/commands.hpp"
#include "cli/revision_names.hpp"

namespace slipway::cli {
namespace {

struct RevisionsOptions {
    std::string channel;
    std::string number;
    std::size_t limit = 50;
};

Result<int> revisions(const Session& session, Client& client, const RevisionsOptions& options) {
    const auto ref = TRY(ChannelRef::parse(options.channel));
    const auto target = api_path({"repositories", ref.repository, "channels", ref.channel, "revisions"});
    if (options.number.empty()) {
        const auto answer = TRY(client.get_pages(target, options.limit));
        session.print(answer, render_revisions(answer.json));
        return exit_code::ok;
    }
    const auto number = TRY(find_revision(client, ref, options.number));
    const auto answer = TRY(client.get(target + "/" + std::to_string(number)));
    session.print(answer, render_revision(answer.json, ref.channel));
    return exit_code::ok;
}

}  // namespace

void add_revisions_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<RevisionsOptions>();
    auto* command = program.add_subcommand("revisions", "List a channel's revisions, newest first, or show one");
    add_channel(*command, options->channel);
    command->add_option("number", options->number, "Show this one and its addresses: a number or a pin")
        ->type_name("REVISION");
    counts(command->add_option("--limit", options->limit, "At most this many; 0: all"))->capture_default_str();
    command->callback(runner(session, options)(revisions));
}

}  // namespace slipway::cli
