#pragma once

#include "storage/catalog/sqlite_connection_pool.hpp"

#include <cstdint>
#include <memory>

namespace slipway::storage {

/// Keeps SQLite's log short. SQLite begins its log anew only when no reader uses it, and with readers that follow each
/// other without a gap that never happens: then writers are held up for a moment, until the readers of now have ended.
/// Of one thread.
class LogKeeper {
public:
    explicit LogKeeper(Path catalog, std::uint64_t long_log = default_long_log)
        : catalog_(std::move(catalog)), long_log_(long_log) {}

    /// Empties the log if it is long; waits for readers a quarter of a second, or five seconds once it is eight times
    /// as long. Returns its length now. Blocks. Faults: io, corrupt, storage_full.
    Result<std::uint64_t> keep_short();
    /// The length of the log; 0 without one.
    std::uint64_t length() const;

private:
    static constexpr std::uint64_t default_long_log = std::uint64_t{64} << 20;

    const Path catalog_;
    const std::uint64_t long_log_;
    std::unique_ptr<Connection> connection_;
};

}  // namespace slipway::storage
