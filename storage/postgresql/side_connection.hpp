#pragma once

#include "storage/postgresql/connection.hpp"
#include "storage/postgresql/database_server.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <type_traits>

namespace slipway::storage {

/// A connection beside those of a catalog, for single statements that may be done twice, and whose loss in a crash of
/// the server harms nobody: no commit waits for a disk. It is made anew when it was lost. Thread-safe.
class SideConnection {
public:
    /// `answer_within` is how long a statement may take, or an attempt to connect.
    SideConnection(const std::string& url, std::chrono::milliseconds answer_within);

    /// Runs `work(Connection&)`, which may be called twice. Blocks. Faults: those of `work`, busy (the server is not
    /// reached).
    template <class Work>
    std::invoke_result_t<const Work&, Connection&> run(const Work& work) {
        const std::lock_guard lock(mutex_);
        const bool is_old = connection_ != nullptr;
        if (!is_old) TRY(connect());
        auto done = work(*connection_);
        if (done.ok()) return done;
        const bool is_lost = connection_->is_worth_repeating();
        connection_.reset();
        if (!is_lost || !is_old) return done;
        TRY(connect());
        return work(*connection_);
    }

    /// How often it was made.
    std::uint64_t times_made() const;

private:
    Result<> connect();

    DatabaseServer server_;
    mutable std::mutex mutex_;  // guards the two below; held while `work` runs
    std::unique_ptr<PostgresqlConnection> connection_;
    std::uint64_t times_made_ = 0;
};

}  // namespace slipway::storage
