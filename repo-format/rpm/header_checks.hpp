#pragma once

#include "base/bytes.hpp"
#include "repo-format/rpm/header.hpp"

#include <cstdint>
#include <vector>

namespace slipway::rpm {

inline constexpr std::size_t intro_size = 16;
inline constexpr std::size_t entry_size = 16;
/// The 8 bytes every header starts with.
inline constexpr std::string_view header_magic{"\x8e\xad\xe8\x01\0\0\0\0", 8};

/// What the intro of a header promises.
struct HeaderSizes {
    std::uint32_t index_length;  // il: entries
    std::uint32_t data_length;   // dl: bytes
    std::size_t total() const { return intro_size + entry_size * index_length + data_length; }
    /// The bytes of memory that reading such a header takes at most.
    std::size_t in_memory() const { return total() + index_length * (sizeof(HeaderEntry) + sizeof(Tag)); }
};

struct CheckedEntries {
    bool has_region;
    std::vector<HeaderEntry> entries;  // without the region
};

/// The sizes, when they are within librpm's limits. `offset` is where the header stands, for the message.
Result<HeaderSizes> check_intro(ByteView intro, HeaderKind kind, std::uint64_t offset);
/// Reads the sizes of the header at `offset`. They are within librpm's limits, and the whole header is in the file.
/// Faults: invalid_input "invalid-package"; io.
Result<HeaderSizes> read_sizes(const RandomAccess& file, std::uint64_t offset, HeaderKind kind);
/// Every entry of the index, when all rules of librpm hold. Precondition: `bytes` has the size of `sizes`.
Result<CheckedEntries> check_entries(ByteView bytes, const HeaderSizes& sizes, HeaderKind kind);

Error cut_header(HeaderKind kind, std::uint64_t offset);

bool is_string(ValueType type);
bool is_number(ValueType type);
/// Precondition: `type` is a number and item `index` lies in `data`.
std::uint64_t number_at(ByteView data, ValueType type, std::size_t index);

}  // namespace slipway::rpm
