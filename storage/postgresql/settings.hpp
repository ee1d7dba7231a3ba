#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

namespace slipway::storage {

/// One exchange with the server: what was sent together, until its last answer was there. For metrics.
struct Exchange {
    enum class Kind : unsigned char { connecting, statements };
    enum class End : unsigned char {
        answered,
        refused,  // the server refused a statement, and did nothing of those behind it
        lost,     // the connection ended meanwhile, or could not be made
    };
    Kind kind = Kind::statements;
    End end = End::answered;
    std::size_t statements = 0;
    std::chrono::nanoseconds took{};
};

/// Which database, and how long it is waited for.
struct PostgresqlSettings {
    /// postgresql://USER@HOST:PORT/DATABASE?PARAMETER=VALUE, as libpq reads it:
    /// https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING
    std::string url{};
    /// Connections that read, of those that the server gives to all its users (max_connections, 100 by default): so
    /// many at once, and so many while nothing is to be done.
    std::size_t most_readers = 64;
    std::size_t idle_readers = 16;
    std::chrono::milliseconds connect_within{5'000};  // for each host that the URL names
    std::chrono::milliseconds reach_within{5'000};    // for attempts to connect one after another, or for a free reader
    std::chrono::milliseconds lock_within{10'000};    // for the turn to write
    /// For each statement. The longest deletes a repository, with all its packages.
    std::chrono::milliseconds answer_within{120'000};
    /// A transaction that has the turn to write and does nothing for so long is ended by the server: a node that stands
    /// still must not keep the others from writing.
    std::chrono::milliseconds idle_within{60'000};
    /// How long the fate of a commit is asked for whose answer was lost. What is published is served meanwhile, and a
    /// start would have to wait for the database as well.
    std::chrono::milliseconds settle_within = std::chrono::hours(24);
    /// Called on the thread of the transaction after every exchange; from several threads at a time. Must not throw.
    std::function<void(const Exchange&)> observe_exchange{};
};

}  // namespace slipway::storage
