#pragma once

#include "base/bytes.hpp"
#include "base/digest.hpp"
#include "storage/catalog/catalog.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::storage {

/// A name under which a distro serves a package, in pool and yum package URLs. The key is the first 16 hex digits of
/// the SHA-256, with the file name.
struct PoolName {
    RowId distro = 0;
    Sha256 sha256{};
    std::string file_name{};
    std::uint64_t size = 0;
};
/// Returns the part of a digest that is in the key, its first 8 bytes. Valid as long as the digest.
inline ByteView pool_prefix_of(const Sha256& digest) { return digest.raw().substr(0, 8); }

/// Does nothing if the key holds the same bytes. Faults: conflict (the key holds other bytes).
Result<> insert_pool_name(WriteTransaction& tx, const PoolName& name);
/// Returns what a distro serves under a name, or nothing. `prefix` is 16 hex digits.
Result<std::optional<PoolName>> find_pool_name(const ReadTransaction& tx, RowId distro, std::string_view prefix,
                                               const std::string& file_name);
/// Returns whether some distro of the repository serves these bytes.
Result<bool> has_pool_name(const ReadTransaction& tx, RowId repository, const Sha256& sha256);
Result<> visit_pool_names(const ReadTransaction& tx, const std::function<void(const PoolName&)>& visitor);
/// Visits the names of those packages of a repository whose ids are greater.
Result<> visit_pool_names_behind(const ReadTransaction& tx, RowId repository, RowId package,
                                 const std::function<void(const PoolName&)>& visitor);

}  // namespace slipway::storage
