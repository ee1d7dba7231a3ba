#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/views.hpp"

namespace slipway::cli {
namespace {

struct Options {
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
};

Result<int> list(const Session& session, Client& client, const Options&) {
    const auto answer = TRY(client.get(api_path({"repositories"})));
    session.print(answer, render_repositories(answer.json));
    return exit_code::ok;
}

Result<int> show(const Session& session, Client& client, const Options& options) {
    const auto answer = TRY(client.get(api_path({"repositories", options.repository})));
    session.print(answer, render_repository(answer.json));
    return exit_code::ok;
}

/// "bookworm=deb". Faults: invalid_input "usage".
Result<std::string> distro_of(const std::string& text) {
    const auto equals = text.find('=');
    if (equals == text.npos)
        return Error(Fault::invalid_input, "--distro wants NAME=deb or NAME=rpm, not '" + text + "'")
            .as(error_code::usage);
    return JsonObject().text("name", text.substr(0, equals)).text("format", text.substr(equals + 1)).render();
}

/// What was given on the command line; what was not keeps its value.
Result<JsonObject> settings_of(const Options& options) {
    JsonObject body;
    if (options.description) body.text("description", *options.description);
    if (!options.origin.empty()) body.text("origin", options.origin);
    if (!options.sign_packages.empty()) body.flag("sign_packages", options.sign_packages == "on");
    std::vector<std::string> distros;
    for (const auto& distro : options.distros) distros.push_back(TRY(distro_of(distro)));
    if (!distros.empty()) body.rendered("distros", "[" + join(distros, ",") + "]");
    if (options.no_ephemeral) body.null("ephemeral");
    if (!options.ephemeral.empty()) {
        JsonObject rule;
        rule.text("pattern", options.ephemeral).text("ttl", options.ephemeral_ttl);
        if (!options.ephemeral_base.empty()) rule.text("base", options.ephemeral_base);
        body.rendered("ephemeral", rule.render());
    }
    if (!options.retain_revisions && !options.retain_days) return body;
    JsonObject retention;
    add_limit(retention, "revisions", options.retain_revisions);
    add_limit(retention, "days", options.retain_days);
    return body.rendered("retention", retention.render());
}

Result<int> set(const Session& session, Client& client, const Options& options) {
    Request request;
    request.method = Method::put;
    request.target = api_path({"repositories", options.repository});
    request.body = TRY(settings_of(options)).render();
    const auto answer = TRY(client.send(request));
    session.print(answer, render_repository(answer.json));
    return exit_code::ok;
}

Result<int> remove(const Session& session, Client& client, const Options& options) {
    Request request;
    request.method = Method::del;
    request.repeat = Repeat::harmful;
    request.target = api_path({"repositories", options.repository});
    if (options.force) {
        add_query(request.target, "force", "true");
        add_query(request.target, "confirm", options.repository);
    }
    TRY(client.send(request));
    session.conclude("repository " + options.repository + " is deleted");
    return exit_code::ok;
}

void add_settings(CLI::App& command, Options& options) {
    command.add_option("--description", options.description, "What it is")->type_name("TEXT");
    command.add_option("--origin", options.origin, "Origin in Release; given once, its name unless told")
        ->type_name("TEXT");
    one_of(command.add_option("--sign-packages", options.sign_packages, "Whether uploaded rpms are signed"),
           {"on", "off"});
    command.add_option("--distro", options.distros, "A distro to add, such as bookworm=deb; may be repeated")
        ->type_name("NAME=FORMAT")
        ->allow_extra_args(false);
    auto* rule = command
                     .add_option("--ephemeral", options.ephemeral,
                                 "An upload makes channels of such names, such as 'branch-*', that expire")
                     ->type_name("PATTERN");
    command.add_option("--ephemeral-base", options.ephemeral_base, "They begin with the content of this channel")
        ->needs(rule)
        ->type_name("CHANNEL");
    command.add_option("--ephemeral-ttl", options.ephemeral_ttl, "How long they live after their last upload")
        ->needs(rule)
        ->type_name("TIME")
        ->capture_default_str();
    command.add_flag("--no-ephemeral", options.no_ephemeral, "No new ephemeral channels")->excludes(rule);
    counts(command.add_option("--retain-revisions", options.retain_revisions, "So many stay of each channel; 0: all"));
    counts(command.add_option("--retain-days", options.retain_days, "Those of so many days stay; 0: all"));
}

}  // namespace

void add_repositories_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<Options>();
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
    deleted->add_flag("--force", options->force, "Also when it has packages or pins");
    deleted->callback(runs(remove));
}

}  // namespace slipway::cli
