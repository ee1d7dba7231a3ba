
#include "server/api/resources/events.hpp"

#include "base/text.hpp"
#include "server/api/resources/operations.hpp"
#include "server/api/routing/list_page.hpp"
#include "server/api/routing/schemas.hpp"

namespace slipway::api {
namespace {

/// `cursor`, as of every list, or `after` the number of an event: from some known one on.
Result<publishing::RowId> first_of(const Call& call, const PageWanted& wanted) {
    if (const auto cursor = TRY(number_of_cursor(wanted))) return *cursor;
    return call.number("after").value_or(0);
}

std::string lines_of(const std::vector<Json>& events) {
    std::string lines;
    for (const auto& event : events) lines += event.text() + "\n";
    return lines;
}

Result<ListPage> list_events(Services& services, const Call& call, const PageWanted& wanted) {
    std::optional<std::string> repository;
    if (call.action().kind == publishing::Action::Kind::administer) repository = call.repository_name();
    if (repository == "") return Error("invalid-field"_problem, "'repository' must be the name of a repository");
    const auto after = TRY(first_of(call, wanted));

    const auto view = TRY(services.parts.queries.view());
    const auto [rows, more, head] = TRY(publishing::events_after(view, after, wanted.limit, repository));
    ListPage page;
    if (more && !rows.empty()) page.next = std::to_string(rows.back().id);
    std::vector<Json> events;
    for (const auto& row : rows) events.push_back(event_json(row));
    if (call.query("format") == "jsonl") page.lines = lines_of(events);
    page.body = Json::object({{"events", Json::array(events)},
                              {"head", Json::object({{"number", head.number}, {"hash", head.hash.hex()}})}});
    return page;
}

constexpr Schema event_details_schema = an_answer("", {}, "What the action is about, by its kind.");
constexpr std::array event_members = {
    required("number", an_integer("Counts from 1 without gaps over all repositories.")),
    required("time", a_date()),
    required("action", a_text()),
    required("actor", a_text()),
    required("address", a_text()),
    required("repository", a_text()),
    required("channel", a_text()),
    required("details", the(event_details_schema)),
    required("previous_hash", a_text("Of the event with the number before.")),
    required("hash", a_text("Over `previous_hash` and all else of this event.")),
};
constexpr Schema event_schema = an_answer("Event", event_members);
constexpr std::array head_members = {
    required("number", an_integer("0: there are no events.")),
    required("hash", a_text()),
};
constexpr Schema head_schema =
    an_answer("AuditHead", head_members, "The newest event: it stands for the whole log up to it.");
constexpr std::array event_page_members = {
    required("events", a_list_of(event_schema)),
    required("head", the(head_schema)),
    next_page,
};
constexpr Schema event_page = an_answer("", event_page_members);

constexpr std::array event_table = {
    Operation{
        .path = "/api/v1/events",
        .access = Access::events,
        .id = "listEvents",
        .tag = "events",
        .summary = "The audit log",
        .description = "`limit=0` returns only the head.",
        .list = list_events,
        .least = 0,
        .query = {{"after", an_integer("Only events with a greater number."), "must be the number of an event"},
                  {"repository", a_text("Only events of this repository.")},
                  {"format", unless_told("\"json\"", one_of("json jsonl",
                                                            "`jsonl`: an event a line, nothing around "
                                                            "them; `application/jsonl`."))}},
        .answers = {{200, "Events in order; `head` of the whole log", &event_page}},
        .work = http::Work::listing,
    },
};

}  // namespace

Json event_json(const publishing::EventRow& event) {
    return Json::object({{"number", event.id},
                         {"time", iso_date(event.time)},
                         {"action", event.action},
                         {"actor", event.actor},
                         {"address", event.address},
                         {"repository", event.repository},
                         {"channel", event.channel},
                         {"details", Json::rendered(event.details.empty() ? "{}" : event.details)},
                         {"previous_hash", event.previous_hash.hex()},
                         {"hash", event.hash.hex()}});
}

std::span<const Operation> event_operations() { return event_table; }

}  // namespace slipway::api
