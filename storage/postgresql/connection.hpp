#pragma once

#include "storage/catalog/connection.hpp"
#include "storage/postgresql/database_server.hpp"
#include "storage/postgresql/turn.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace slipway::storage {

/// A connection to a database of PostgreSQL. Readers see one snapshot (REPEATABLE READ). Writers have turns: only one
/// transaction at a time, in all processes, writes the catalog, and it sees what those before it have committed.
class PostgresqlConnection final : public Connection {
public:
    /// `server` outlives it. Faults: as of DatabaseServer::connect.
    static Result<std::unique_ptr<PostgresqlConnection>> open(DatabaseServer& server);
    ~PostgresqlConnection() override;

    /// The server and its database, as messages name them.
    const std::string& place() const { return session_->place(); }

    /// Statements as SQLite takes them, see dialect.hpp.
    Result<> run_script(const std::string& sql) override;
    /// As PostgreSQL takes them.
    Result<> run_own_script(const std::string& sql);
    std::int64_t changes() const override { return changes_; }
    std::int64_t total_changes() const override { return total_changes_; }
    /// PostgreSQL does not tell.
    std::int64_t bytes_written() const override { return 0; }
    void limit(const TimeLimit& limit) override { limit_ = limit; }
    Result<std::int64_t> last_id() override;
    Result<std::int64_t> reserve_ids(std::size_t count) override;
    /// A connection that was lost meanwhile is made anew, once.
    Result<> begin(Begin how) override;
    CommitEnd commit() override;
    bool roll_back() override;
    bool in_transaction() const override { return session_->in_transaction(); }
    bool is_worth_repeating() const override { return is_worth_repeating_ || session_->is_lost(); }

    /// That of the transaction that was begun to write last.
    const std::optional<Turn>& turn() const { return turn_; }

private:
    class Prepared;  // prepared.hpp

    PostgresqlConnection(DatabaseServer& server, std::unique_ptr<Session> session)
        : server_(server), session_(std::move(session)) {}

    Result<std::unique_ptr<PreparedStatement>> compile(const char* sql) override;
    Result<> check_transaction() const override;
    Result<> begin_once(Begin how);
    Result<> begin_reading();
    Result<> reconnect();
    /// Sends a statement to be prepared, by the name that is returned.
    Result<std::string> send_preparation(const std::string& sql, const std::vector<TypeId>& types);
    /// Whether the server has it, or will have it: what stands behind a failure in a pipeline is never done.
    bool is_prepared(const std::string& name) const { return !name.empty() && !never_prepared_.contains(name); }
    /// The answers to what was sent since the last exchange; an error where one of them is.
    Result<std::vector<Answer>> exchange();
    Result<Answer> exchange_for_last();
    Error failure_of(const Answer& answer);

    DatabaseServer& server_;
    std::unique_ptr<Session> session_;
    std::optional<Turn> turn_;
    TimeLimit limit_;
    std::uint64_t named_ = 0;             // statements and cursors
    std::vector<std::string> preparing_;  // sent since the last exchange
    std::unordered_set<std::string> never_prepared_;
    std::int64_t changes_ = 0;
    std::int64_t total_changes_ = 0;
    bool begun_ = false;
    bool is_worth_repeating_ = false;
};

}  // namespace slipway::storage
