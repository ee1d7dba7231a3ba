#include "storage/catalog/events.hpp"

#include "base/text.hpp"
#include "server/api/resources.hpp"

namespace slipway::api {
namespace {

Json event_json(const storage::EventRow& event) {
    return Json::object({{"id", event.id},
                         {"time", iso_date(event.time)},
                         {"action", event.action},
                         {"actor", event.actor},
                         {"address", event.address},
                         {"repository", event.repository},
                         {"channel", event.channel},
                         {"details", Json::rendered(event.details.empty() ? "{}" : event.details)},
                         {"hash", event.hash.hex()}});
}

}  // namespace

Result<http::Reply> list_events(Services& services, const Call& call) {
    storage::EventFilter filter;
    filter.limit = TRY(call.limit());
    filter.repository = call.query("repository");
    if (const auto after = call.query("after")) {
        const auto number = parse_decimal(*after);
        if (!number || *number > INT64_MAX)
            return Error(Fault::invalid_input, "'after' must be the id of an event").as("invalid-field");
        filter.after = static_cast<storage::RowId>(*number);
    }

    const auto tx = TRY(services.parts.catalog.read());
    const auto rows = TRY(storage::events(tx, filter));
    std::vector<Json> events;
    for (const auto& row : rows) events.push_back(event_json(row));
    const bool more = rows.size() == filter.limit;
    return json_response(
        200, Json::object({{"events", Json::array(events)}, {"next", more ? Json(rows.back().id) : Json(nullptr)}}));
}

}  // namespace slipway::api
