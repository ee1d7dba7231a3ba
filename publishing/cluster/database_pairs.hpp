#pragma once

#include "base/log.hpp"
#include "base/result.hpp"
#include "publishing/cluster/shared_pairs.hpp"
#include "storage/postgresql/session.hpp"
#include "storage/postgresql/settings.hpp"

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace slipway::publishing {

/// Pairs as rows of the database that the nodes share. Nothing in them lasts: the table is not logged, and a row is
/// forgotten within a minute.
class DatabasePairs final : public SharedPairs {
public:
    /// `log` outlives it. Connects to nobody yet.
    DatabasePairs(std::string database_url, const Log& log);

    std::optional<std::int64_t> choose(const Wanted& wanted) override;

private:
    using Clock = std::chrono::steady_clock;
    using Connection = std::unique_ptr<storage::Session>;

    Result<std::int64_t> ask(const Wanted& wanted);
    Result<Connection> take_connection();
    Result<Connection> connect() const;
    void give_back(Connection connection);
    bool is_time_to_forget();
    bool is_pausing() const;
    void note_failure(const Error& error);
    void note_success();

    const Log& log_;
    storage::PostgresqlSettings settings_;
    mutable std::mutex mutex_;  // guards what follows
    std::vector<Connection> idle_;
    std::optional<Clock::time_point> failed_at_;  // the last time, unless it went well since
    Clock::time_point forgotten_at_ = Clock::now();
};

}  // namespace slipway::publishing
