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

/// A name+version+architecture that entered an immutable channel of a distro: taken by the bytes uploaded, until a
/// purge of these releases it.
struct TakenVersion {
    RowId distro = 0;
    std::string name{};
    std::string version{};
    std::string architecture{};
    Sha256 uploaded_sha256{};
};
Result<std::optional<TakenVersion>> find_taken_version(const ReadTransaction& tx, RowId distro, const std::string& name,
                                                       const std::string& version, const std::string& architecture);
/// Those of these versions that are taken, each with the bytes uploaded. It is one question for each distro.
Result<std::map<VersionKey, Sha256>> find_taken_versions(const ReadTransaction& tx,
                                                         std::span<const VersionKey> versions);
/// Does nothing if it is taken already.
Result<> take_version(WriteTransaction& tx, const TakenVersion& version);
/// Frees it, if it is taken by these bytes.
Result<> release_version(WriteTransaction& tx, const TakenVersion& version);

}  // namespace slipway::storage
