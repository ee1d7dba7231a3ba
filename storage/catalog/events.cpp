// The audit log as a hash chain: every event's hash is over the hash before it and all its own members, so changing
// an event, taking one out or putting one in breaks the chain at that place.
//
// What is hashed (schema.sql repeats it, for those who check the chain with other tools):
//   previous_hash (32 bytes), id, time (8 bytes each, big-endian),
//   then action, actor, address, repository, channel, details: each as its length in 8 bytes, big-endian, and its
//   bytes.
// Lengths make it unambiguous: no two different events have the same encoding.
//
// The chain cannot show that its newest events were cut off, nor that all of it was written anew. Its head, kept
// somewhere else, can: every event goes to the log with its number and hash, and backups keep them.

#include "storage/catalog/events.hpp"

#include "base/text.hpp"
#include "storage/catalog/connection.hpp"

#include <functional>
#include <limits>

namespace slipway::storage {
namespace {

EventRow read_event(Row& row) {
    EventRow event;
    event.id = row.integer();
    event.time = row.time();
    event.action = row.text();
    event.actor = row.text();
    event.address = row.text();
    event.repository = row.text();
    event.channel = row.text();
    event.details = row.text();
    event.previous_hash = row.digest();
    event.hash = row.digest();
    return event;
}

Sha256 hash_of(const EventRow& event) {
    std::string encoded(event.previous_hash.raw());
    append_big_endian_64(encoded, static_cast<std::uint64_t>(event.id));
    append_big_endian_64(encoded, static_cast<std::uint64_t>(event.time.time_since_epoch().count()));
    for (const std::string* text :
         {&event.action, &event.actor, &event.address, &event.repository, &event.channel, &event.details}) {
        append_big_endian_64(encoded, text->size());
        encoded += *text;
    }
    return sha256_of(encoded);
}

/// What keeps `event` from continuing the chain from `end`; "" if it does.
std::string break_before(const EventRow& event, const AuditHead& end) {
    const std::string which = "event " + std::to_string(event.id);
    if (event.id != end.number + 1) return which + " does not follow event " + std::to_string(end.number);
    if (event.previous_hash != end.hash) return which + " does not continue the hash of the event before it";
    if (event.hash != hash_of(event)) return which + " does not have the hash of its content";
    return "";
}

AuditHead read_head(Row& row) {
    AuditHead head;
    head.number = row.integer();
    head.hash = row.digest();
    return head;
}

}  // namespace

Result<AuditHead> AuditHead::parse(std::string_view text) {
    const auto colon = text.find(':');
    const auto number = parse_decimal(text.substr(0, colon));
    const auto hash = colon == text.npos ? std::nullopt : Sha256::parse(text.substr(colon + 1));
    if (number && *number <= INT64_MAX && hash) return AuditHead{static_cast<RowId>(*number), *hash};
    return Error(Fault::invalid_input,
                 "the head of an audit log is written NUMBER:HASH, the hash as 64 hexadecimal "
                 "digits, not '" +
                     std::string(text.substr(0, 100)) + "'");
}

std::string AuditHead::render() const { return std::to_string(number) + ":" + hash.hex(); }

Result<AuditHead> audit_head(const ReadTransaction& tx) {
    const auto newest =
        TRY(find_row(tx.connection(), "SELECT id, hash FROM events ORDER BY id DESC LIMIT 1", read_head));
    return newest.value_or(AuditHead{});
}

Result<> check_audit_head(const ReadTransaction& tx, const AuditHead& head) {
    const auto newest = TRY(audit_head(tx));
    if (head.number > newest.number)
        return Error(Fault::corrupt, "the audit log ends with event " + std::to_string(newest.number) + ": event " +
                                         std::to_string(head.number) + " was cut off, or was never part of this log");
    const auto there =
        TRY(find_row(tx.connection(), "SELECT id, hash FROM events WHERE id = ?", read_head, head.number));
    const auto found = there.value_or(AuditHead{});
    if (found == head) return {};
    return Error(Fault::corrupt, "event " + std::to_string(head.number) + " of the audit log has the hash " +
                                     found.hash.hex() + " instead of " + head.hash.hex() +
                                     ": the log was written anew, or the hash is of another log");
}

Result<EventRow> append_event(WriteTransaction& tx, EventRow event) {
    const AuditHead end = TRY(audit_head(tx));
    if (!tx.recorded_events().empty()) event.time = tx.recorded_events().front().time;
    event.id = end.number + 1;
    event.previous_hash = end.hash;
    event.hash = hash_of(event);
    TRY(execute_later(
        tx.connection(),
        "INSERT INTO events (id, time, action, actor, address, repository, channel, details, previous_hash, hash)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        event.id, event.time, event.action, event.actor, event.address, event.repository, event.channel, event.details,
        event.previous_hash, event.hash));
    tx.record_event(event);
    return event;
}

Result<std::vector<EventRow>> events(const ReadTransaction& tx, const EventFilter& filter) {
    if (filter.repository)
        return find_rows(tx.connection(),
                         "SELECT id, time, action, actor, address, repository, channel, details, previous_hash, hash"
                         " FROM events WHERE repository = ? AND id > ? ORDER BY id LIMIT ?",
                         read_event, *filter.repository, filter.after, filter.limit);
    return find_rows(tx.connection(),
                     "SELECT id, time, action, actor, address, repository, channel, details, previous_hash, hash"
                     " FROM events WHERE id > ? ORDER BY id LIMIT ?",
                     read_event, filter.after, filter.limit);
}

Result<std::vector<EventRow>> newest_events(const ReadTransaction& tx) {
    // Walks back from the newest, not over all.
    constexpr auto number = [](Row& row) { return row.integer(); };
    const auto before = TRY(find_row(tx.connection(),
                                     "SELECT id FROM events WHERE time <> (SELECT time FROM events ORDER BY id DESC"
                                     " LIMIT 1) ORDER BY id DESC LIMIT 1",
                                     number));
    return events(tx, {.after = before.value_or(0), .limit = std::numeric_limits<std::int64_t>::max()});
}

Result<bool> has_event(const ReadTransaction& tx, RowId id) {
    const auto found = TRY(find_row(
        tx.connection(), "SELECT EXISTS (SELECT 1 FROM events WHERE id = ?)", [](Row& row) { return row.boolean(); },
        id));
    return found.value_or(false);
}

Result<> check_event_chain(const ReadTransaction& tx) {
    AuditHead end;
    std::string broken;
    const auto check = [&](Row& row) {
        const EventRow event = read_event(row);
        if (broken.empty()) broken = break_before(event, end);
        end = {.number = event.id, .hash = event.hash};
    };
    TRY(for_each_of_many_rows(
        tx.connection(),
        "SELECT id, time, action, actor, address, repository, channel, details, previous_hash, hash"
        " FROM events ORDER BY id",
        check));
    if (!broken.empty()) return Error(Fault::corrupt, "the event chain is broken: " + broken);
    return {};
}

}  // namespace slipway::storage
