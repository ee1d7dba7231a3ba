#pragma once

#include "base/digest.hpp"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace slipway::index {

/// Which version order sorts the entries of a list: dpkg's or rpm's.
enum class VersionOrder : unsigned char { deb, rpm };

/// What identifies a package inside one index. `version` is dpkg's `[epoch:]upstream[-revision]` or rpm's
/// `[epoch:]version-release`; `sha256` is the digest of the bytes served.
struct EntryKey {
    std::string name;
    std::string version;
    std::string architecture;
    Sha256 sha256;

    bool operator==(const EntryKey&) const = default;
};

/// One package of an index. `weight` is the size in bytes of its texts in all documents of the index, as first
/// rendered: it decides where blocks end and never changes afterwards, so that a newer renderer moves no boundary.
struct Entry {
    EntryKey key;
    std::uint32_t weight = 0;

    bool operator==(const Entry&) const = default;
};

/// dpkg's or rpm's order; `equivalent` for different spellings of one version. The empty version, which no package has,
/// is before all others.
std::weak_ordering compare_versions(VersionOrder order, std::string_view a, std::string_view b);

/// The order of every index: name (bytes), version (dpkg's or rpm's order, ascending), version bytes, architecture
/// (bytes), sha256. Total: equal only for equal keys.
std::strong_ordering compare(VersionOrder order, const EntryKey& a, const EntryKey& b);

}  // namespace slipway::index
