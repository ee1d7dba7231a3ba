#pragma once

#include "storage/postgresql/call_counters.hpp"
#include "storage/postgresql/session.hpp"
#include "storage/postgresql/settings.hpp"
#include "storage/postgresql/turn.hpp"

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>

namespace slipway::storage {

/// The server of a database: how it is reached, and whether it lately was. Thread-safe.
class DatabaseServer {
public:
    explicit DatabaseServer(PostgresqlSettings settings);
    DatabaseServer(const DatabaseServer&) = delete;
    DatabaseServer& operator=(const DatabaseServer&) = delete;

    const PostgresqlSettings& settings() const { return settings_; }

    /// A new session, which must end before this does. A server that is not reached is tried again, after pauses, for
    /// as long as settings say. Once that has failed somebody tries once a second, and all others are refused at once:
    /// a server that is away holds up few threads. Blocks. Faults: as of Session::open.
    Result<std::unique_ptr<Session>> connect();

    CallCounts counts() const { return counters_.counts(); }

    /// This process, as those who share the database know it. For whoever has the connection that writes.
    Writer& writer() { return writer_; }

private:
    using Clock = std::chrono::steady_clock;
    struct Failure {
        Error error;
        Clock::time_point retry_at;
    };

    Result<std::unique_ptr<Session>> try_for_a_while();
    Result<std::unique_ptr<Session>> try_once();
    void note_failure(const Error& error);

    CallCounters counters_;
    PostgresqlSettings settings_;
    Writer writer_;
    std::mutex mutex_;                // guards what follows
    std::optional<Failure> failure_;  // while the server is away
};

}  // namespace slipway::storage
