#include "storage/catalog/log_keeper.hpp"

#include <filesystem>
#include <string>
#include <system_error>

namespace slipway::storage {
namespace {

constexpr std::uint64_t far_too_long = 8;  // times as long as long
constexpr int short_wait_ms = 250;
constexpr int long_wait_ms = 5000;

}  // namespace

std::uint64_t LogKeeper::length() const {
    std::error_code absent;
    const auto size = std::filesystem::file_size(catalog_.string() + "-wal", absent);
    return absent ? 0 : size;
}

Result<std::uint64_t> LogKeeper::keep_short() {
    const auto before = length();
    if (before < long_log_) return before;
    if (!connection_) connection_ = TRY(connect(catalog_, Access::read_write));
    const int wait = before < far_too_long * long_log_ ? short_wait_ms : long_wait_ms;
    TRY(connection_->run_script("PRAGMA busy_timeout = " + std::to_string(wait)));
    auto emptied = connection_->run_script("PRAGMA wal_checkpoint(TRUNCATE)");
    if (!emptied.ok() && emptied.error().fault() != Fault::busy) return std::move(emptied).error();
    return length();  // busy: readers outlasted the wait, and what could be was put into the database
}

}  // namespace slipway::storage
