#pragma once

#include "storage/catalog/sqlite_connection_pool.hpp"

#include <cstdint>
#include <memory>

namespace slipway::storage {

/// Keeps SQLite's log short. SQLite begins its log anew only while no reader uses it, which never happens if readers
/// overlap without a gap. Then this holds up the writers for a moment, until the present readers have ended. One thread
/// at a time.
class LogKeeper {
public:
    explicit LogKeeper(Path catalog, std::uint64_t long_log = default_long_log)
        : catalog_(std::move(catalog)), long_log_(long_log) {}

    /// Empties the log if it is long. Waits for readers a quarter of a second, or five seconds once the log is eight
    /// times as long. Returns the length afterwards. Blocks. Faults: io, corrupt, storage_full.
    Result<std::uint64_t> keep_short();
    /// Returns the length of the log, or 0 if there is none.
    std::uint64_t length() const;

private:
    static constexpr std::uint64_t default_long_log = std::uint64_t{64} << 20;

    const Path catalog_;
    const std::uint64_t long_log_;
    std::unique_ptr<Connection> connection_;
};

}  // namespace slipway::storage
