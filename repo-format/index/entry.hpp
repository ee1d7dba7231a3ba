#pragma once

#include "base/digest.hpp"

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace slipway::index {

/// Which order of versions sorts the entries of one name: dpkg's, rpm's, or that of their bytes.
enum class VersionOrder : unsigned char { deb, rpm, bytes };

/// Whether the entries of one name may fall into several blocks. Where they stay together, they are one piece of text,
/// and only a block that is full ends between them.
enum class OneName : unsigned char { may_part, stays_together };

/// How a kind of list is sorted and cut into blocks.
struct ListOrder {
    VersionOrder versions;
    OneName one_name;

    constexpr ListOrder(VersionOrder by_versions, OneName cut = OneName::may_part)
        : versions(by_versions), one_name(cut) {}
    bool operator==(const ListOrder&) const = default;
};

/// What an entry is sorted by, and what identifies it in its list. The kind of the list decides what the parts mean
/// (formats::IndexKind); in a list of packages they are name, version and architecture. `sha256` always is the digest
/// of the package that the entry comes from, as it is served.
struct EntryKey {
    std::string name;
    std::string version;    // dpkg's `[epoch:]upstream[-revision]`, rpm's `[epoch:]version-release`; "": there is none
    std::string qualifier;  // tells apart entries of one name and version
    Sha256 sha256;

    bool operator==(const EntryKey&) const = default;
};

/// One entry of a list. `weight` is the size in bytes of its text in all documents of the index, as first rendered: it
/// decides where blocks end and never changes afterwards, so that a newer renderer moves no boundary.
struct Entry {
    EntryKey key;
    std::uint32_t weight = 0;

    bool operator==(const Entry&) const = default;
};

/// `equivalent` for different spellings of one version. The empty version is before all others.
std::weak_ordering compare_versions(VersionOrder order, std::string_view a, std::string_view b);

/// The order of every list: name (bytes), version (ascending), version bytes, qualifier (bytes), sha256. Total: equal
/// only for equal keys.
std::strong_ordering compare(ListOrder order, const EntryKey& a, const EntryKey& b);

/// The entries at the beginning of these that are one piece of text: the first, or all of its name. Precondition: there
/// are entries.
std::span<const Entry> first_piece(ListOrder order, std::span<const Entry> entries);

}  // namespace slipway::index
