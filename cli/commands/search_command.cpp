#include "base/text.hpp"
#include "cli/channel_ref.hpp"
#include "cli/commands/commands.hpp"
#include "cli/views.hpp"

namespace slipway::cli {
namespace {

struct SearchOptions {
    std::string query;
    std::string place;
    std::string architecture;
    std::string distro;
    std::size_t limit = 0;
};

/// Finds the matching packages of a repository or of one of its channels.
Result<Answer> search_in(Client& client, const std::string& packages, const SearchOptions& options, std::size_t limit) {
    auto target = packages;
    add_query(target, "q", options.query);
    add_query(target, "architecture", options.architecture);
    add_query(target, "distro", options.distro);
    return client.get_pages(target, limit);
}

/// "main" or "main/dev", as the list of its packages. Faults: invalid_input "usage".
Result<std::string> packages_of(const std::string& place) {
    if (place.find('/') == place.npos) return api_path({"repositories", place, "packages"});
    const auto channel = TRY(ChannelRef::parse(place));
    return api_path({"repositories", channel.repository, "channels", channel.channel, "packages"});
}

Json with_repository(const JsonValue& package, const std::string& repository) {
    auto json = Json::object().add("repository", repository);
    for (const auto& [name, value] : package.members()) json.add(name, value.json());
    return json;
}

/// Searches one repository after the other, because their ranks cannot be compared.
Result<std::string> search_everywhere(Client& client, const SearchOptions& options) {
    std::vector<Json> found;
    const auto repositories = TRY(client.get_pages(api_path({"repositories"}), 0));
    for (const auto& repository : repositories.json["repositories"].elements()) {
        const auto name = repository["name"].text();
        const auto left = options.limit == 0 ? 0 : options.limit - found.size();
        const auto packages = TRY(packages_of(name));
        const auto answer = TRY(search_in(client, packages, options, left));
        for (const auto& package : answer.json["packages"].elements()) found.push_back(with_repository(package, name));
        if (options.limit != 0 && found.size() >= options.limit) break;
    }
    return Json::object({{"packages", Json::array(found)}, {"next", nullptr}}).text();
}

Result<int> search(const Session& session, Client& client, const SearchOptions& options) {
    if (!options.place.empty()) {
        const auto packages = TRY(packages_of(options.place));
        const auto answer = TRY(search_in(client, packages, options, options.limit));
        const bool is_channel = options.place.find('/') != options.place.npos;
        session.print(answer, is_channel ? render_packages(answer.json) : render_found(answer.json));
        return exit_code::ok;
    }
    const auto document = TRY(search_everywhere(client, options));
    session.print({200, document}, render_found(TRY(JsonValue::parse(document))));
    return exit_code::ok;
}

}  // namespace

void add_search_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<SearchOptions>();
    auto* command = program.add_subcommand("search", "Find packages by a part of their name, summary or provides");
    command
        ->add_option("query", options->query,
                     "What to look for, also /path or /name of a file of an rpm; case is ignored")
        ->required()
        ->type_name("QUERY");
    command->add_option("place", options->place, "A repository (main) or a channel (main/dev); without one: everywhere")
        ->type_name("REPOSITORY[/CHANNEL]");
    command->add_option("--architecture", options->architecture, "Only this architecture")->type_name("ARCHITECTURE");
    command->add_option("--distro", options->distro, "Only this distro")->type_name("DISTRO");
    counts(command->add_option("--limit", options->limit, "At most this many; 0: all"));
    command->callback(runner(session, options)(search));
}

}  // namespace slipway::cli
