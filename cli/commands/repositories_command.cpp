#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/consent.hpp"
#include "cli/views.hpp"

namespace slipway::cli {
namespace {

struct RepositoriesOptions {
    std::string repository;
    std::optional<std::string> description;
    std::string origin;
    std::string sign_packages;
    std::vector<std::string> distros;  // NAME=FORMAT
    std::string ephemeral;             // a pattern
    std::string ephemeral_base;
    std::string ephemeral_ttl = "14d";
    bool no_ephemeral = false;
    std::optional<std::uint32_t> retain_revisions;
    std::optional<std::uint32_t> retain_days;
    bool force = false;
    bool yes = false;
};

Result<int> list(const Session& session, Client& client, const RepositoriesOptions&) {
    const auto answer = TRY(client.get_pages(api_path({"repositories"}), 0));
    session.print(answer, render_repositories(answer.json));
    return exit_code::ok;
}

Result<int> show(const Session& session, Client& client, const RepositoriesOptions& options) {
    const auto answer = TRY(client.get(api_path({"repositories", options.repository})));
    session.print(answer, render_repository(answer.json));
    return exit_code::ok;
}

struct NewDistro {
    std::string name;
    std::string format;
};

/// "bookworm=deb". Faults: invalid_input "usage".
Result<NewDistro> distro_of(const std::string& text) {
    const auto equals = text.find('=');
    if (equals == text.npos)
        return Error(client_problem::usage, "--distro takes NAME=deb or NAME=rpm, not '" + text + "'");
    return NewDistro{text.substr(0, equals), text.substr(equals + 1)};
}

Result<std::vector<NewDistro>> distros_of(const RepositoriesOptions& options) {
    std::vector<NewDistro> distros;
    for (const auto& distro : options.distros) distros.push_back(TRY(distro_of(distro)));
    return distros;
}

/// Members for a new repository only: in an existing one they are changed at their own addresses.
Json parts_of(const std::vector<NewDistro>& distros) {
    std::vector<Json> objects;
    for (const auto& [name, format] : distros) objects.push_back(Json::object({{"name", name}, {"format", format}}));
    auto parts = Json::object();
    if (!objects.empty()) parts.add("distros", Json::array(objects));
    return parts;
}

/// Renders the options that were given; other settings do not change.
Json settings_of(const RepositoriesOptions& options) {
    auto body = Json::object();
    if (options.description) body.add("description", *options.description);
    if (!options.origin.empty()) body.add("origin", options.origin);
    if (!options.sign_packages.empty()) body.add("sign_packages", options.sign_packages == "on");
    if (options.no_ephemeral) body.add("ephemeral", nullptr);
    if (!options.ephemeral.empty()) {
        auto rule = Json::object();
        rule.add("pattern", options.ephemeral).add("ttl", options.ephemeral_ttl);
        if (!options.ephemeral_base.empty()) rule.add("base", options.ephemeral_base);
        body.add("ephemeral", rule);
    }
    if (!options.retain_revisions && !options.retain_days) return body;
    auto retention = Json::object();
    add_limit(retention, "revisions", options.retain_revisions);
    add_limit(retention, "days", options.retain_days);
    return body.add("retention", retention);
}

Result<int> set(const Session& session, Client& client, const RepositoriesOptions& options) {
    const auto distros = TRY(distros_of(options));
    const auto path = api_path({"repositories", options.repository});
    auto answer = TRY(client.change(path, settings_of(options), parts_of(distros)));
    for (const auto& [name, format] : distros)
        TRY(client.change(api_path({"repositories", options.repository, "distros", name}),
                          Json::object({{"format", format}})));
    if (!distros.empty()) answer = TRY(client.get(path));
    session.print(answer, render_repository(answer.json));
    return exit_code::ok;
}

Result<int> remove(const Session& session, Client& client, const RepositoriesOptions& options) {
    Request request;
    request.method = Method::del;
    request.repeat = Repeat::harmful;
    request.target = api_path({"repositories", options.repository});
    if (options.force) {
        TRY(obtain_consent(options.yes,
                           "Delete repository " + options.repository + " with its keys, channels and packages?"));
        add_query(request.target, "force", "true");
        add_query(request.target, "confirm", options.repository);
    }
    TRY(client.send(request));
    session.conclude("repository " + options.repository + " is deleted");
    return exit_code::ok;
}

void add_settings(CLI::App& command, RepositoriesOptions& options) {
    command.add_option("--description", options.description, "What it is")->type_name("TEXT");
    command.add_option("--origin", options.origin, "Origin in Release; set once, the name by default")
        ->type_name("TEXT");
    one_of(command.add_option("--sign-packages", options.sign_packages, "Whether uploaded rpms are signed"),
           {"on", "off"});
    command.add_option("--distro", options.distros, "A distro to add, such as bookworm=deb; may be repeated")
        ->type_name("NAME=FORMAT")
        ->allow_extra_args(false);
    auto* rule = command
                     .add_option("--ephemeral", options.ephemeral,
                                 "Uploads make channels of such names, e.g. 'branch-*'; they expire")
                     ->type_name("PATTERN");
    command.add_option("--ephemeral-base", options.ephemeral_base, "The channel with whose content they begin")
        ->needs(rule)
        ->type_name("CHANNEL");
    command.add_option("--ephemeral-ttl", options.ephemeral_ttl, "How long they live after their last upload")
        ->needs(rule)
        ->type_name("TIME")
        ->capture_default_str();
    command.add_flag("--no-ephemeral", options.no_ephemeral, "No new ephemeral channels")->excludes(rule);
    counts(command.add_option("--retain-revisions", options.retain_revisions,
                              "This many of each channel stay; 0: no limit"));
    counts(command.add_option("--retain-days", options.retain_days, "Those of this many days stay; 0: no limit"));
}

}  // namespace

void add_repositories_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<RepositoriesOptions>();
    auto* command = program.add_subcommand("repositories", "List, show, set and delete repositories");
    command->require_subcommand(1);
    const auto runs = runner(session, options);

    command->add_subcommand("list", "List them")->callback(runs(list));

    auto* shown = command->add_subcommand("show", "Show one: its settings, distros and channels");
    add_repository(*shown, options->repository);
    shown->callback(runs(show));

    auto* changed = command->add_subcommand("set", "Make one, or change its settings");
    add_repository(*changed, options->repository);
    add_settings(*changed, *options);
    changed->callback(runs(set));

    auto* deleted = command->add_subcommand("delete", "Delete one, with its keys");
    add_repository(*deleted, options->repository);
    deleted->add_flag("--force", options->force, "Even if it has packages or pins");
    add_yes(*deleted, options->yes);
    deleted->callback(runs(remove));
}

}  // namespace slipway::cli
