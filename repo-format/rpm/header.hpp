#pragma once

#include "base/result.hpp"
#include "base/stream.hpp"
#include "repo-format/rpm/tags.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::rpm {

enum class HeaderKind : unsigned char { signature, main };

/// Bytes a value of this type must be aligned to, counted from the start of the data.
std::uint32_t alignment_of(ValueType type);

/// One line of a header's index, checked: the value's bytes lie inside the header.
struct HeaderEntry {
    Tag tag;
    ValueType type;
    std::uint32_t offset;  // from the start of the data
    std::uint32_t count;   // of items
    std::uint32_t length;  // in bytes, NULs of strings included
};

/// An rpm header: an index of typed values and their data, checked as librpm checks it. Owns the bytes as they stand
/// in the file; the views it gives live as long as it does and until it is moved.
class Header {
public:
    /// Takes the bytes of a header, its 16-byte intro included. Faults: invalid_input "invalid-package"; the message
    /// names header, tag and offset.
    static Result<Header> parse(std::string bytes, HeaderKind kind);

    /// Reads and parses the header at `offset`. Nothing is read beyond the intro before its sizes are found to be
    /// within librpm's limits and within the file. Faults: as `parse`; io.
    static Result<Header> read(const RandomAccess& file, std::uint64_t offset, HeaderKind kind);

    /// The bytes in the file, intro included, padding excluded.
    const std::string& bytes() const { return bytes_; }
    /// Whether the first entry declares a region, as every header does since rpm 4.
    bool has_region() const { return has_region_; }
    /// In the order of the index, the region excluded.
    const std::vector<HeaderEntry>& entries() const { return entries_; }
    std::string_view data_of(const HeaderEntry& entry) const;

    bool has(Tag tag) const { return find(tag) != nullptr; }
    /// Null when the tag is absent.
    const HeaderEntry* find(Tag tag) const;

    /// The first string; empty when the tag is absent or no string.
    std::string_view text(Tag tag) const;
    /// All strings, none when the tag is absent or no string.
    std::vector<std::string_view> texts(Tag tag) const;
    /// The first number of any width.
    std::optional<std::uint64_t> number(Tag tag) const;
    std::vector<std::uint64_t> numbers(Tag tag) const;
    /// The bytes of a value of type BIN; empty when absent or of another type.
    std::string_view binary(Tag tag) const;

private:
    Header() = default;

    std::string bytes_;
    std::vector<HeaderEntry> entries_;
    std::size_t data_start_ = 0;
    bool has_region_ = false;
};

}  // namespace slipway::rpm
