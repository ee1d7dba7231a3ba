// The audit log as a hash chain: every event's hash is over the hash before it and all its own members, so changing
// an event, taking one out or putting one in breaks the chain at that place.
//
// What is hashed (schema.sql repeats it, for those who check the chain with other tools):
//   previous_hash (32 bytes), id, time (8 bytes each, big-endian),
//   then action, actor, address, repository, channel, details: each as its length in 8 bytes, big-endian, and its
//   bytes.
// Lengths make it unambiguous: no two different events have the same encoding.
//
// The chain cannot show that its newest events were cut off; who needs that keeps the newest hash somewhere else.

#include "storage/catalog/events.hpp"

#include "storage/catalog/sqlite.hpp"

#include <functional>

namespace slipway::storage {
namespace {

struct ChainEnd {
    RowId id = 0;
    Sha256 hash;
};

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

Result<ChainEnd> end_of_chain(Connection& connection) {
    const auto read = [](Row& row) {
        ChainEnd end;
        end.id = row.integer();
        end.hash = row.digest();
        return end;
    };
    const auto end = TRY(find_row(connection, "SELECT id, hash FROM events ORDER BY id DESC LIMIT 1", read));
    return end.value_or(ChainEnd{});
}

/// Whether `event` continues the chain from `end`; "" if it does.
std::string break_before(const EventRow& event, const ChainEnd& end) {
    const std::string which = "event " + std::to_string(event.id);
    if (event.id != end.id + 1) return which + " does not follow event " + std::to_string(end.id);
    if (event.previous_hash != end.hash) return which + " does not continue the hash of the event before it";
    if (event.hash != hash_of(event)) return which + " does not have the hash of its content";
    return "";
}

}  // namespace

Result<EventRow> append_event(WriteTransaction& tx, EventRow event) {
    const ChainEnd end = TRY(end_of_chain(tx.connection()));
    event.id = end.id + 1;
    event.previous_hash = end.hash;
    event.hash = hash_of(event);
    TRY(execute(
        tx.connection(),
        "INSERT INTO events (id, time, action, actor, address, repository, channel, details, previous_hash, hash)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        event.id, event.time, event.action, event.actor, event.address, event.repository, event.channel, event.details,
        event.previous_hash, event.hash));
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

Result<> check_event_chain(const ReadTransaction& tx) {
    ChainEnd end;
    std::string broken;
    const auto check = [&](Row& row) {
        const EventRow event = read_event(row);
        if (broken.empty()) broken = break_before(event, end);
        end = {.id = event.id, .hash = event.hash};
    };
    TRY(for_each_row(tx.connection(),
                     "SELECT id, time, action, actor, address, repository, channel, details, previous_hash, hash"
                     " FROM events ORDER BY id",
                     check));
    if (!broken.empty()) return Error(Fault::corrupt, "the event chain is broken: " + broken);
    return {};
}

}  // namespace slipway::storage
