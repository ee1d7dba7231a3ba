#pragma once

#include "base/digest.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::publishing {

/// The file that a pool name names.
struct PoolFile {
    Sha256 sha256;
    std::uint64_t size = 0;
};

/// Returns whether `h` is 16 lower-case hex digits, like the directory of a package file.
bool is_pool_prefix(std::string_view h);

/// The package files that a distro serves, by (`{h}`, file name). It grows while readers read. One writer at a time;
/// readers take no lock and never wait. Memory grows with the names only, and the few bytes of a removed name are kept
/// until the restart.
class PoolNames {
public:
    PoolNames();
    ~PoolNames();
    PoolNames(const PoolNames&) = delete;
    PoolNames& operator=(const PoolNames&) = delete;

    /// Returns the file, if the name is known. `h` is 16 lower-case hex digits.
    std::optional<PoolFile> find(std::string_view h, std::string_view file_name) const;

    /// Adds a name; the same name twice is allowed.
    void insert(const Sha256& sha256, std::uint64_t size, std::string_view file_name);
    void remove(const Sha256& sha256, std::string_view file_name);
    /// Removes the name for ever, known or not: `insert` does not bring it back.
    void purge(const Sha256& sha256, std::string_view file_name);
    bool is_purged(std::string_view h, std::string_view file_name) const;
    std::size_t size() const { return count_.load(std::memory_order_relaxed); }

private:
    struct Name;
    struct Table;
    Name* locate(std::uint64_t h, std::string_view file_name) const;
    Name& make(const Sha256& sha256, std::uint64_t size, std::string_view file_name);
    void place(Table& table, Name* name);
    void grow();

    std::atomic<Table*> table_;
    std::atomic<std::size_t> count_{0};
    std::vector<std::unique_ptr<Table>> tables_;  // the newest is table_; readers may still be in older ones
    // Holds names and their texts in large pieces. Allocated one by one among short-lived memory, each would hold a
    // page for ever.
    std::pmr::monotonic_buffer_resource memory_{std::size_t{1} << 16};
    std::size_t known_ = 0;  // names in the table, also removed and purged ones
};

}  // namespace slipway::publishing
