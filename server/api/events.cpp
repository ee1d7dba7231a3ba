#include "storage/catalog/events.hpp"

#include "base/text.hpp"
#include "server/api/event_json.hpp"
#include "server/api/resources.hpp"

namespace slipway::api {
namespace {

/// `?limit=0` asks for the head alone.
Result<std::size_t> limit_of(const Call& call) {
    if (call.query("limit") == "0") return std::size_t{0};
    return call.limit();
}

Result<bool> wants_lines(const Call& call) {
    const auto format = call.query("format");
    if (!format || *format == "json") return false;
    if (*format == "jsonl") return true;
    return Error(Fault::invalid_input, "'format' must be json or jsonl").as("invalid-field");
}

http::Response lines_of(const std::vector<Json>& events) {
    http::Response response;
    response.headers.add("Content-Type", "application/jsonl");
    response.headers.add("Cache-Control", "no-store");
    std::string lines;
    for (const auto& event : events) lines += event.text() + "\n";
    response.body = std::move(lines);
    return response;
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

Result<http::Reply> list_events(Services& services, const Call& call) {
    storage::EventFilter filter;
    filter.limit = TRY(limit_of(call));
    filter.repository = call.query("repository");
    if (const auto after = call.query("after")) {
        const auto number = parse_decimal(*after);
        if (!number || *number > INT64_MAX)
            return Error(Fault::invalid_input, "'after' must be the number of an event").as("invalid-field");
        filter.after = static_cast<storage::RowId>(*number);
    }
    const bool lines = TRY(wants_lines(call));

    const auto tx = TRY(services.parts.catalog.read());
    const auto rows = TRY(storage::events(tx, filter));
    const auto head = TRY(storage::audit_head(tx));
    std::vector<Json> events;
    for (const auto& row : rows) events.push_back(event_json(row));
    if (lines) return lines_of(events);
    const bool more = !rows.empty() && rows.size() == filter.limit;
    return json_response(200,
                         Json::object({{"events", Json::array(events)},
                                       {"next", more ? Json(rows.back().id) : Json(nullptr)},
                                       {"head", Json::object({{"number", head.number}, {"hash", head.hash.hex()}})}}));
}

}  // namespace slipway::api
