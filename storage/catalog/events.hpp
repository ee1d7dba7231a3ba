#pragma once

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "storage/catalog/catalog.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::storage {

/// One line of the audit log. `hash` is over the previous event's hash and every other member, so that changing or
/// removing an event breaks the chain.
struct EventRow {
    RowId id = 0;
    Seconds time{};
    std::string action{};      // "upload", "remove", "token.create", "key.rotate" …
    std::string actor{};       // token name and id ("ci (#3)"), "slipwayd" for what the server does itself
    std::string address{};     // of the client; "" for local actions
    std::string repository{};  // name; "" for server-wide events
    std::string channel{};     // name or ""
    std::string details{};     // a JSON object
    Sha256 previous_hash{};
    Sha256 hash{};
};
/// The number and the hash of an event, which stand for the whole log up to it. The head of the log is that of the
/// newest event, or number 0 and a hash of zeros if there is none.
struct AuditHead {
    RowId number = 0;
    Sha256 hash{};

    bool operator==(const AuditHead&) const = default;
    /// "17:9f86d0…". Parse and render are inverses. Faults: invalid_input.
    static Result<AuditHead> parse(std::string_view text);
    std::string render() const;
};
Result<AuditHead> audit_head(const ReadTransaction& tx);
/// Checks that the log still contains an event that was its head at some time. If it does, and its chain is unbroken,
/// nothing up to that event was changed. Faults: corrupt, with what the log has there instead.
Result<> check_audit_head(const ReadTransaction& tx, const AuditHead& head);

/// Returns the events of the newest transaction that has any, and the earlier ones of the same second. A process that
/// ended between a commit and reporting its events has reported all others.
Result<std::vector<EventRow>> newest_events(const ReadTransaction& tx);

/// Appends an event after reading the last hash in this transaction. Fills id, previous_hash and hash. All events of
/// one transaction have the time of the first.
Result<EventRow> append_event(WriteTransaction& tx, EventRow event);
struct EventFilter {
    RowId after = 0;
    std::size_t limit = 100;
    std::optional<std::string> repository{};
};
Result<std::vector<EventRow>> events(const ReadTransaction& tx, const EventFilter& filter);
Result<bool> has_event(const ReadTransaction& tx, RowId id);
/// Walks the chain from the first event. Faults: corrupt, naming the event where it breaks.
Result<> check_event_chain(const ReadTransaction& tx);

}  // namespace slipway::storage
