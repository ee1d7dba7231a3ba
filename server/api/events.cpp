#include "storage/catalog/events.hpp"

#include "base/text.hpp"
#include "server/api/event_json.hpp"
#include "server/api/list_page.hpp"
#include "server/api/resources.hpp"

namespace slipway::api {
namespace {

/// `cursor`, as of every list, or `after` the number of an event: from some known one on.
Result<storage::RowId> first_of(const Call& call, const PageWanted& wanted) {
    if (const auto cursor = TRY(number_of_cursor(wanted))) return *cursor;
    const auto after = call.query("after");
    if (!after) return storage::RowId{0};
    const auto number = parse_decimal(*after);
    if (!number || *number > INT64_MAX) return Error("invalid-field"_problem, "'after' must be the number of an event");
    return static_cast<storage::RowId>(*number);
}

Result<bool> wants_lines(const Call& call) {
    const auto format = call.query("format");
    if (!format || *format == "json") return false;
    if (*format == "jsonl") return true;
    return Error("invalid-field"_problem, "'format' must be json or jsonl");
}

std::string lines_of(const std::vector<Json>& events) {
    std::string lines;
    for (const auto& event : events) lines += event.text() + "\n";
    return lines;
}

}  // namespace

Json event_json(const storage::EventRow& event) {
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

Result<ListPage> list_events(Services& services, const Call& call, const PageWanted& wanted) {
    storage::EventFilter filter;
    filter.limit = wanted.limit + 1;
    if (call.action().kind == publishing::Action::Kind::administer) filter.repository = call.repository_name();
    if (filter.repository == "") return Error("invalid-field"_problem, "'repository' must be the name of a repository");
    filter.after = TRY(first_of(call, wanted));
    const bool lines = TRY(wants_lines(call));

    const auto tx = TRY(services.parts.catalog.read());
    auto rows = TRY(storage::events(tx, filter));
    const auto head = TRY(storage::audit_head(tx));
    ListPage page;
    if (rows.size() > wanted.limit) {
        rows.pop_back();
        if (!rows.empty()) page.next = std::to_string(rows.back().id);
    }
    std::vector<Json> events;
    for (const auto& row : rows) events.push_back(event_json(row));
    if (lines) page.lines = lines_of(events);
    page.body = Json::object({{"events", Json::array(events)},
                              {"head", Json::object({{"number", head.number}, {"hash", head.hash.hex()}})}});
    return page;
}

}  // namespace slipway::api
