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

/// Names under which a distro serves packages: pool and yum package URLs. Key: (first 16 hex digits of the SHA-256,
/// file name).
struct PoolName {
    RowId distro = 0;
    Sha256 sha256{};
    std::string file_name{};
    std::uint64_t size = 0;
};
/// What the key has of a digest, its first 8 bytes. Valid as long as the digest.
inline ByteView pool_prefix_of(const Sha256& digest) { return digest.raw().substr(0, 8); }

/// Idempotent for the same bytes. Faults: conflict when the key holds other bytes.
Result<> insert_pool_name(WriteTransaction& tx, const PoolName& name);
/// What a distro serves under a name: `prefix` is 16 hex digits, else there is nothing.
Result<std::optional<PoolName>> find_pool_name(const ReadTransaction& tx, RowId distro, std::string_view prefix,
                                               const std::string& file_name);
/// Whether some distro of the repository serves these bytes.
Result<bool> has_pool_name(const ReadTransaction& tx, RowId repository, const Sha256& sha256);
Result<> visit_pool_names(const ReadTransaction& tx, const std::function<void(const PoolName&)>& visitor);

}  // namespace slipway::storage
