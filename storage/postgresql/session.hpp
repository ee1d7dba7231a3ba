#pragma once

#include "base/result.hpp"
#include "storage/postgresql/answer.hpp"
#include "storage/postgresql/parameters.hpp"
#include "storage/postgresql/settings.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

struct pg_conn;

namespace slipway::storage {

/// A connection to the server: statements are sent without waiting for one another, and answered in their order. After
/// a statement that fails those behind it are skipped, up to the next `receive`. One thread at a time.
class Session {
public:
    /// Connects. `settings` outlive it. Blocks. Faults: not_found (no such database), unsupported (a server before
    /// version 14, a database of another encoding than UTF8), busy (not reached, or not ready), io (refused).
    static Result<std::unique_ptr<Session>> open(const PostgresqlSettings& settings);
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session();

    /// The server and its database, as messages name them; without user and password.
    const std::string& place() const { return place_; }

    /// Each of these has one answer. Faults: busy (the connection is lost).
    Result<> send_text(const char* sql);
    /// With the types of its parameters, as far as they are known.
    Result<> send_preparation(const std::string& name, const std::string& sql, const std::vector<TypeId>& types);
    Result<> send_run(const std::string& name, Parameters& parameters);
    /// A statement that is not prepared.
    Result<> send_once(const std::string& sql, Parameters& parameters);

    /// How long a statement may take from now on: what settings say, until this is said. The server ends it by
    /// statement_timeout, which is set apart from this.
    void expect_answers_within(std::chrono::milliseconds time) { answer_within_ = time; }

    /// The answers to all that was sent since the last one. Blocks, and gives the connection up when nothing has come
    /// for as long as a statement may take, and a little. Faults: busy (the connection is lost; what was sent may have
    /// been done, or may yet be).
    Result<std::vector<Answer>> receive();

    /// Runs statements separated by semicolons, ignoring rows. Returns the answer to the one that failed, if one did.
    /// Precondition: all that was sent is answered. Faults: busy (the connection is lost).
    Result<std::optional<Answer>> run_script(const std::string& sql);

    /// Statements sent and not yet answered.
    std::size_t pending() const { return pending_; }
    bool is_lost() const;
    /// Nothing more is to be done on it.
    void give_up() { is_given_up_ = true; }
    /// A transaction is open, be it one that has failed. Precondition: nothing is pending.
    bool in_transaction() const;

private:
    struct Close {
        void operator()(pg_conn* connection) const;
    };
    using Clock = std::chrono::steady_clock;

    explicit Session(const PostgresqlSettings& settings)
        : settings_(settings), answer_within_(settings.answer_within) {}
    Result<> connect();
    Result<> sent(int accepted);
    Result<std::vector<Answer>> collect();
    Result<std::optional<Answer>> exchange_script(const std::string& sql);
    Result<Answer> next_answer();
    Result<> wait(bool to_write_as_well);
    Result<> flush();
    Error lost(const std::string& what);
    /// What was asked since `begun`, and how it ended.
    void note(Exchange exchange, Clock::time_point begun) const;

    const PostgresqlSettings& settings_;
    std::chrono::milliseconds answer_within_;
    std::string place_;
    std::unique_ptr<pg_conn, Close> connection_;
    std::size_t pending_ = 0;
    bool is_given_up_ = false;
};

}  // namespace slipway::storage
