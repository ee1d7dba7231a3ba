#include "cli/commands/commands.hpp"
#include "cli/pages.hpp"
#include "cli/server_views.hpp"

#include <cstdio>

namespace slipway::cli {
namespace {

constexpr std::chrono::milliseconds pause_between_looks{2000};
constexpr std::size_t largest_page = 1000;

struct EventsOptions {
    std::string repository;
    std::optional<std::int64_t> after;
    std::size_t limit = 0;
    bool follow = false;
};

/// A page of the log. Events are numbered and come oldest first.
Result<Answer> page_after(Client& client, const EventsOptions& options, std::int64_t after, std::size_t limit) {
    auto target = api_path({"events"});
    add_query(target, "repository", options.repository);
    add_query(target, "after", std::to_string(after));
    add_query(target, "limit", std::to_string(limit));
    return client.get(std::move(target));
}

std::int64_t last_of(const JsonValue& page, std::int64_t before) {
    const auto events = page["events"].elements();
    return events.empty() ? before : events.back()["number"].integer();
}

Result<int> list(const Session& session, Client& client, const EventsOptions& options) {
    JoinedPages joined;
    auto after = options.after.value_or(0);
    bool more = true;
    while (more && (options.limit == 0 || joined.size() < options.limit)) {
        const auto wanted = options.limit == 0 ? largest_page : std::min(options.limit - joined.size(), largest_page);
        const auto page = TRY(page_after(client, options, after, wanted));
        joined.add(page.json);
        after = last_of(page.json, after);
        more = !page.json["next"].is_null() && !page.json["events"].elements().empty();
    }
    const auto document = joined.render();
    session.print({200, document}, render_events(TRY(JsonValue::parse(document))));
    return exit_code::ok;
}

/// Faults: io when nobody can read it.
Result<> print_now(const std::string& line) {
    print_out(line);
    if (std::fflush(stdout) != 0) return Error(Fault::io, "standard output cannot be written");
    return {};
}

/// Prints events until it is interrupted: those since the given one, or else those from now on.
Result<int> follow(const Session& session, Client& client, const EventsOptions& options) {
    auto after = options.after;
    if (!after) after = TRY(page_after(client, options, 0, 0)).json["head"]["number"].integer();
    while (true) {
        const auto page = TRY(page_after(client, options, *after, largest_page));
        for (const auto& event : page.json["events"].elements())
            TRY(print_now(session.options.json ? event.render() + "\n" : render_event(event)));
        after = last_of(page.json, *after);
        if (page.json["next"].is_null()) session.pause(pause_between_looks);
    }
}

Result<int> show_events(const Session& session, Client& client, const EventsOptions& options) {
    return options.follow ? follow(session, client, options) : list(session, client, options);
}

}  // namespace

void add_events_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<EventsOptions>();
    auto* command = program.add_subcommand("events", "Show the audit log: who changed what, and when");
    command->add_option("repository", options->repository, "Only events of this repository; without it: all events")
        ->type_name("REPOSITORY");
    counts(command->add_option("--after", options->after, "Only events after this number"));
    auto* limit = counts(command->add_option("--limit", options->limit, "At most this many; 0: all"));
    command->add_flag("--follow", options->follow, "Print new events as they happen, one a line")->excludes(limit);
    command->footer("--follow without --after begins with the next event. With --json each line is an event.");
    command->callback(runner(session, options)(show_events));
}

}  // namespace slipway::cli
