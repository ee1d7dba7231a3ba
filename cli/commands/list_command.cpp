#include "cli/channel_ref.hpp"
#include "cli/commands/commands.hpp"
#include "cli/views.hpp"

namespace slipway::cli {
namespace {

struct ListOptions {
    std::string channel;
    std::string name;
    std::string version;
    std::string architecture;
    std::string distro;
    std::size_t limit = 0;
};

Result<int> list_repositories(const Session& session, Client& client) {
    const auto answer = TRY(client.get_pages(api_path({"repositories"}), 0));
    session.print(answer, render_repositories(answer.json));
    return exit_code::ok;
}

Result<int> list(const Session& session, Client& client, const ListOptions& options) {
    if (options.channel.empty()) return list_repositories(session, client);
    const auto ref = TRY(ChannelRef::parse(options.channel));
    auto target = api_path({"repositories", ref.repository, "channels", ref.channel, "packages"});
    add_query(target, "name", options.name);
    add_query(target, "version", options.version);
    add_query(target, "architecture", options.architecture);
    add_query(target, "distro", options.distro);
    const auto answer = TRY(client.get_pages(target, options.limit));
    session.print(answer, render_packages(answer.json));
    return exit_code::ok;
}

}  // namespace

void add_list_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<ListOptions>();
    auto* command = program.add_subcommand("list", "List a channel's packages, or the repositories");
    command->add_option("channel", options->channel, "The channel, such as main/dev; without one: all repositories")
        ->type_name("REPOSITORY/CHANNEL");
    command->add_option("--name", options->name, "Only packages of this name")->type_name("NAME");
    command->add_option("--package-version", options->version, "Only this version")->type_name("VERSION");
    command->add_option("--architecture", options->architecture, "Only this architecture")->type_name("ARCHITECTURE");
    command->add_option("--distro", options->distro, "Only this distro")->type_name("DISTRO");
    counts(command->add_option("--limit", options->limit, "At most this many; 0: all"));
    command->callback(runner(session, options)(list));
}

}  // namespace slipway::cli
