#pragma once

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "storage/catalog/catalog.hpp"

#include <optional>
#include <string>
#include <vector>

namespace slipway::storage {

/// One line of the audit log. `hash` is over the previous event's hash and every other member, so that no event can be
/// changed or taken out without breaking the chain.
struct EventRow {
    RowId id = 0;
    Seconds time{};
    std::string action{};      // "upload", "remove", "token.create", "key.rotate" …
    std::string actor{};       // token name and id ("ci (#3)"), "slipwayd" for what the server does by itself
    std::string address{};     // of the client; "" for local actions
    std::string repository{};  // by name; "" for server-wide events
    std::string channel{};     // by name or ""
    std::string details{};     // a JSON object
    Sha256 previous_hash{};
    Sha256 hash{};
};
/// Appends an event, reading the last hash inside this transaction; fills id, previous_hash and hash.
Result<EventRow> append_event(WriteTransaction& tx, EventRow event);
struct EventFilter {
    RowId after = 0;
    std::size_t limit = 100;
    std::optional<std::string> repository{};
};
Result<std::vector<EventRow>> events(const ReadTransaction& tx, const EventFilter& filter);
/// Walks the chain from the first event. Faults: corrupt, naming the event where it breaks.
Result<> check_event_chain(const ReadTransaction& tx);

}  // namespace slipway::storage
