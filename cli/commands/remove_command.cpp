#include "cli/commands/commands.hpp"
#include "cli/package_names.hpp"
#include "cli/place.hpp"

#include <fmt/format.h>

namespace slipway::cli {
namespace {

struct Options {
    std::string place;
    std::vector<std::string> packages;
    std::string distro;
    std::string reason;
};

/// The revision without the package.
Result<std::int64_t> remove_one(Client& client, const ChannelPlace& place, const Options& options,
                                const std::string& digest) {
    Request request;
    request.method = Method::del;
    request.repeat = Repeat::harmful;
    request.target = api_path({"repositories", place.repository, "channels", place.channel, "packages", digest});
    add_query(request.target, "distro", options.distro);
    add_query(request.target, "reason", options.reason);
    const auto answer = TRY(client.send(request));
    return answer.json["revision"].integer();
}

Result<int> remove(const Session& session, Client& client, const Options& options) {
    const auto place = TRY(ChannelPlace::parse(options.place));
    const auto digests = TRY(find_packages(client, place, options.packages, options.distro));
    std::vector<std::string> removed;
    std::int64_t revision = 0;
    for (const auto& digest : digests) {
        auto outcome = remove_one(client, place, options, digest);
        if (!outcome.ok() && !removed.empty())
            return std::move(outcome).error().during(
                fmt::format("after {} of {} packages were removed", removed.size(), digests.size()));
        revision = TRY(std::move(outcome));
        removed.push_back(digest);
    }
    const auto document = JsonObject().number("revision", revision).texts("removed", removed).render();
    session.print({200, document},
                  fmt::format("{} is now at revision {}: {} removed\n", place.text(), revision, removed.size()));
    return exit_code::ok;
}

}  // namespace

void add_remove_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<Options>();
    auto* command = program.add_subcommand("remove", "Take packages out of a channel");
    add_channel(*command, options->place);
    command->add_option("packages", options->packages, "NAME, NAME=VERSION or a SHA-256")
        ->required()
        ->type_name("PACKAGE");
    command->add_option("--distro", options->distro, "Only out of this distro")->type_name("DISTRO");
    command->add_option("--reason", options->reason, "Why; kept with the revision")->type_name("TEXT");
    command->footer(
        "Older revisions keep the packages, and a rollback brings them back; 'slipway purge' destroys them.");
    command->callback(runner(session, options)(remove));
}

}  // namespace slipway::cli
