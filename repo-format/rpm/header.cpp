// A header as it stands in an rpm file (rpm: docs/manual/format_v4.md, lib/header.c):
//
//     8e ad e8 01 00 00 00 00   magic, version, reserved
//     il dl                     entries in the index, bytes of data (32 bits, big endian, as everything here)
//     il × {tag, type, offset, count}
//     dl bytes of data          in the order of the index, each value aligned to its type
//
// Since rpm 4 the first entry is a *region*: {63 or 62, BIN, dl-16, 16}, whose value, the last 16 bytes of the data,
// looks like an entry {63 or 62, BIN, -16·il, 16}. It fences the entries that a signature covers. Packages of rpm 3
// have none.
//
// What librpm refuses is refused here as well (header_checks.cpp, signature_merge.cpp), and duplicate tags too: librpm
// finds one of the two by binary search, so a package could show different names to different readers. Whatever else
// librpm takes is taken, tags and types that nobody here has heard of included.
#include "repo-format/rpm/header.hpp"

#include "repo-format/rpm/header_checks.hpp"

#include <algorithm>

namespace slipway::rpm {

std::uint32_t alignment_of(ValueType type) {
    switch (type) {
        case ValueType::int16: return 2;
        case ValueType::int32: return 4;
        case ValueType::int64: return 8;
        default: return 1;
    }
}

Result<Header> Header::read(const RandomAccess& file, std::uint64_t offset, HeaderKind kind) {
    const HeaderSizes sizes = TRY(read_sizes(file, offset, kind));
    return parse(TRY(file.read(offset, sizes.total())), kind);
}

Result<Header> Header::parse(std::string bytes, HeaderKind kind) {
    const HeaderSizes sizes = TRY(check_intro(bytes, kind, 0));
    if (bytes.size() != sizes.total()) return cut_header(kind, bytes.size());
    Header header;
    header.bytes_ = std::move(bytes);
    header.data_start_ = intro_size + entry_size * sizes.index_length;
    auto checked = TRY(check_entries(header.bytes_, sizes, kind));
    header.has_region_ = checked.has_region;
    header.entries_ = std::move(checked.entries);
    return header;
}

std::string_view Header::data_of(const HeaderEntry& entry) const {
    return std::string_view(bytes_).substr(data_start_ + entry.offset, entry.length);
}

const HeaderEntry* Header::find(Tag tag) const {
    const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const auto& e) { return e.tag == tag; });
    return found == entries_.end() ? nullptr : &*found;
}

std::string_view Header::text(Tag tag) const {
    const HeaderEntry* const entry = find(tag);
    if (!entry || !is_string(entry->type)) return {};
    const std::string_view data = data_of(*entry);
    return data.substr(0, data.find('\0'));
}

std::vector<std::string_view> Header::texts(Tag tag) const {
    std::vector<std::string_view> all;
    const HeaderEntry* const entry = find(tag);
    if (!entry || !is_string(entry->type)) return all;
    all.reserve(entry->count);
    std::string_view rest = data_of(*entry);
    while (all.size() < entry->count) {
        const std::size_t end = rest.find('\0');
        all.push_back(rest.substr(0, end));
        rest.remove_prefix(end + 1);
    }
    return all;
}

std::optional<std::uint64_t> Header::number(Tag tag) const {
    const HeaderEntry* const entry = find(tag);
    if (!entry || !is_number(entry->type)) return std::nullopt;
    return number_at(data_of(*entry), entry->type, 0);
}

std::vector<std::uint64_t> Header::numbers(Tag tag) const {
    std::vector<std::uint64_t> all;
    const HeaderEntry* const entry = find(tag);
    if (!entry || !is_number(entry->type)) return all;
    all.reserve(entry->count);
    const std::string_view data = data_of(*entry);
    for (std::uint32_t i = 0; i < entry->count; ++i) all.push_back(number_at(data, entry->type, i));
    return all;
}

std::string_view Header::binary(Tag tag) const {
    const HeaderEntry* const entry = find(tag);
    if (!entry || entry->type != ValueType::binary) return {};
    return data_of(*entry);
}

}  // namespace slipway::rpm
