#include "cli/change_views.hpp"
#include "cli/channel_ref.hpp"
#include "cli/commands/commands.hpp"
#include "cli/revision_names.hpp"

namespace slipway::cli {
namespace {

struct DiffOptions {
    std::string channel;
    std::string other;
    std::string from;
    std::string to;
    std::size_t limit = 0;
    bool exit_code = false;
};

Result<> add_revision(std::string& target, std::string_view name, Client& client, const ChannelRef& ref,
                      const std::string& revision) {
    if (!revision.empty()) add_query(target, name, std::to_string(TRY(find_revision(client, ref, revision))));
    return {};
}

Result<std::string> target_of(Client& client, const DiffOptions& options) {
    const auto ref = TRY(ChannelRef::parse(options.channel));
    if (options.other.empty() == options.from.empty())
        return Error(client_problem::usage, "name either another channel, or a revision with --from");
    auto target = api_path({"repositories", ref.repository, "channels", ref.channel, "diff"});
    if (!options.other.empty()) add_query(target, "against", TRY(parse_channel_of(ref.repository, options.other)));
    TRY(add_revision(target, "from", client, ref, options.from));
    TRY(add_revision(target, "to", client, ref, options.to));
    return target;
}

Result<int> diff(const Session& session, Client& client, const DiffOptions& options) {
    const auto target = TRY(target_of(client, options));
    const auto answer = TRY(client.get_pages(target, options.limit));
    session.print(answer, render_difference(answer.json));
    return options.exit_code && has_differences(answer.json) ? exit_code::differs : exit_code::ok;
}

}  // namespace

void add_diff_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<DiffOptions>();
    auto* command = program.add_subcommand("diff", "Show what differs between two channels or two revisions");
    add_channel(*command, options->channel);
    command->add_option("other", options->other, "Another channel: show what a promotion into it would change")
        ->type_name("CHANNEL");
    auto* from = command->add_option("--from", options->from, "Show what has changed since this revision or pin")
                     ->type_name("REVISION");
    command->add_option("--to", options->to, "Up to this revision; the newest by default")
        ->type_name("REVISION")
        ->needs(from);
    counts(command->add_option("--limit", options->limit, "At most this many entries; 0: all"));
    command->add_flag("--exit-code", options->exit_code, "Exit with 1 if there are differences");
    command->callback(runner(session, options)(diff));
}

}  // namespace slipway::cli
