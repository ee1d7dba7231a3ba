#pragma once

#include "base/digest.hpp"
#include "storage/catalog/catalog.hpp"

#include <compare>
#include <map>
#include <optional>
#include <span>
#include <string>

namespace slipway::storage {

/// A version that bytes may take in the immutable channels of a distro.
struct VersionKey {
    RowId distro = 0;
    std::string name{};
    std::string version{};
    std::string architecture{};

    auto operator<=>(const VersionKey&) const = default;
};

/// A name, version and architecture that entered an immutable channel of a distro. The bytes uploaded have taken it,
/// until a purge of them releases it.
struct TakenVersion {
    RowId distro = 0;
    std::string name{};
    std::string version{};
    std::string architecture{};
    Sha256 uploaded_sha256{};
};
Result<std::optional<TakenVersion>> find_taken_version(const ReadTransaction& tx, RowId distro, const std::string& name,
                                                       const std::string& version, const std::string& architecture);
/// Returns those of these versions that are taken, each with the bytes uploaded. It is one query for each distro.
Result<std::map<VersionKey, Sha256>> find_taken_versions(const ReadTransaction& tx,
                                                         std::span<const VersionKey> versions);
/// Does nothing if it is taken already.
Result<> take_version(WriteTransaction& tx, const TakenVersion& version);
/// Releases the version, if these bytes have taken it.
Result<> release_version(WriteTransaction& tx, const TakenVersion& version);

}  // namespace slipway::storage
