// The rules a header must obey (rpm: lib/header.c, rpm 4.16 to 6.1): hdrblobInit, hdrblobVerifyRegion and
// hdrblobVerifyInfo, which look at each entry, and hdrblobImport, which wants the values packed: each starts where the
// one before ends, moved up to its alignment, and nothing is left over.
//
// The two headers of a file differ in three ways. The signature header has narrower limits. Its region may be a part of
// it (signatures added later stand behind), while that of the main header spans all of it: nothing may hide outside of
// what is signed. And types are checked in the main header alone, if it has a region: packages of rpm 3 keep theirs.
//
// Where releases differ, the stricter one is followed: arrays have an end since rpm 4.17, tags above 0x7fffffff are
// negative before 4.19. Offsets in messages count from the start of the header.
#include "repo-format/rpm/header_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace slipway::rpm {
namespace {

constexpr std::uint32_t max_index_length = 0xffff;
constexpr std::uint32_t max_signature_index_length = 32;
constexpr std::uint32_t max_data_length = 0x0fffffff;          // 256 MiB, since rpm 4.14
constexpr std::uint32_t max_signature_data_length = 64 << 20;  // since rpm 4.16
constexpr std::size_t max_header_size = 256 << 20;             // without magic number and reserved bytes
constexpr std::uint32_t max_array_count = 0xfffff;
constexpr Tag first_ordinary_tag = 100;
constexpr std::uint32_t region_size = 16;

struct RawEntry {
    Tag tag;
    std::uint32_t type, offset, count;
};

RawEntry raw_entry(const unsigned char* at) {
    return {big_endian_32(at), big_endian_32(at + 4), big_endian_32(at + 8), big_endian_32(at + 12)};
}

std::string_view name_of(HeaderKind kind) { return kind == HeaderKind::signature ? "signature header" : "main header"; }

Error invalid(HeaderKind kind, const std::string& what) {
    return Error("invalid-package"_problem, fmt::format("{}: {}", name_of(kind), what));
}

std::size_t item_size(ValueType type) { return alignment_of(type); }

std::size_t aligned(std::size_t offset, ValueType type) {
    const std::size_t alignment = alignment_of(type);
    return (offset + alignment - 1) / alignment * alignment;
}

/// Bytes of `count` NUL-terminated strings at the start of `data`; nothing when they do not end in it.
std::optional<std::uint32_t> length_of_strings(ByteView data, std::uint32_t count) {
    std::size_t end = 0;
    for (; count > 0; --count) {
        const std::size_t nul = data.find('\0', end);
        if (nul == ByteView::npos) return std::nullopt;
        end = nul + 1;
    }
    return static_cast<std::uint32_t>(end);
}

/// One pass over the index of a header.
class IndexCheck {
public:
    IndexCheck(ByteView bytes, const HeaderSizes& sizes, HeaderKind kind)
        : kind_(kind),
          sizes_(sizes),
          index_(as_unsigned(bytes.data()) + intro_size),
          data_(bytes.substr(intro_size + entry_size * sizes.index_length)),
          trailer_start_(sizes.data_length),
          trailer_end_(sizes.data_length) {}

    Result<CheckedEntries> run() {
        has_region_ = TRY(check_region());
        std::vector<HeaderEntry> entries;
        entries.reserve(sizes_.index_length);
        for (std::uint32_t i = has_region_ ? 1 : 0; i < sizes_.index_length; ++i)
            entries.push_back(TRY(check_entry(i)));
        TRY(refuse_duplicates(entries));
        TRY(refuse_gaps(entries));
        return CheckedEntries{has_region_, std::move(entries)};
    }

private:
    /// Whether there is a region. No value may then reach into its trailer.
    Result<bool> check_region() {
        const Tag expected = kind_ == HeaderKind::signature ? tag::signatures : tag::immutable;
        const RawEntry region = raw_entry(index_);
        if (region.tag != expected) return false;
        if (region.type != static_cast<std::uint32_t>(ValueType::binary) || region.count != region_size)
            return bad(0, "the region has a wrong type or count");
        if (sizes_.data_length < region_size || region.offset > sizes_.data_length - region_size)
            return bad(0, "the region's trailer is beyond the data");
        trailer_start_ = region.offset;
        trailer_end_ = region.offset + region_size;
        if (kind_ == HeaderKind::main && trailer_end_ != sizes_.data_length)
            return bad(0, "the region's trailer is not at the end of the data");

        RawEntry trailer = raw_entry(as_unsigned(data_.data()) + region.offset);
        if (kind_ == HeaderKind::signature && trailer.tag == tag::image) trailer.tag = expected;  // some old packages
        if (trailer.tag != expected || trailer.type != region.type || trailer.count != region_size ||
            !is_span(0u - trailer.offset))
            return bad(0, "the region's trailer does not span the header");
        return true;
    }

    /// Whether a region can cover so many bytes of the index.
    bool is_span(std::uint32_t bytes) const {
        const std::uint32_t entries = bytes / entry_size;
        if (bytes % entry_size != 0 || entries < 1) return false;
        return kind_ == HeaderKind::main ? entries == sizes_.index_length : entries <= sizes_.index_length;
    }

    Result<HeaderEntry> check_entry(std::uint32_t i) {
        const RawEntry raw = raw_entry(index_ + entry_size * i);
        if (raw.tag < first_ordinary_tag || raw.tag > 0x7fffffff) return bad(i, "a reserved tag");
        if (raw.type < 1 || raw.type > 9) return bad(i, fmt::format("unknown type {}", raw.type));
        const auto type = static_cast<ValueType>(raw.type);
        if (raw.count == 0 || raw.count > sizes_.data_length ||
            (type != ValueType::binary && raw.count > max_array_count))
            return bad(i, fmt::format("impossible count {}", raw.count));
        if (raw.offset % alignment_of(type) != 0) return bad(i, "its value is not aligned");
        if (raw.offset > end_of_values_at(raw.offset)) return bad(i, "its value starts beyond the data");
        if (raw.offset < previous_end_) return bad(i, "its value overlaps the one before");
        if (kind_ == HeaderKind::main && has_region_) TRY(check_type(i, raw.tag, type));
        const std::uint32_t length = TRY(check_length(i, raw, type));
        previous_end_ = raw.offset + length;
        return HeaderEntry{raw.tag, type, raw.offset, raw.count, length};
    }

    /// librpm lets the types of strings stand for each other, but no other types.
    Result<> check_type(std::uint32_t i, Tag tag, ValueType type) const {
        const auto expected = type_of_main_tag(tag);
        if (expected && *expected != type && !(is_string(*expected) && is_string(type)))
            return bad(i, fmt::format("its type may not be {}", static_cast<std::uint32_t>(type)));
        return {};
    }

    /// Where the values before or behind the region's trailer end.
    std::uint32_t end_of_values_at(std::uint32_t offset) const {
        return offset < trailer_end_ ? trailer_start_ : sizes_.data_length;
    }

    Result<std::uint32_t> check_length(std::uint32_t i, const RawEntry& raw, ValueType type) const {
        const ByteView rest = data_.substr(raw.offset, end_of_values_at(raw.offset) - raw.offset);
        if (is_string(type)) {
            if (type == ValueType::string && raw.count != 1) return bad(i, "a single string with a count");
            const auto length = length_of_strings(rest, raw.count);
            if (!length) return bad(i, "its strings do not end within the data");
            return *length;
        }
        if (raw.count > rest.size() / item_size(type)) return bad(i, "its value ends beyond the data");
        return static_cast<std::uint32_t>(raw.count * item_size(type));
    }

    Result<> refuse_duplicates(const std::vector<HeaderEntry>& entries) const {
        std::vector<Tag> tags;
        tags.reserve(entries.size());
        for (const auto& entry : entries) tags.push_back(entry.tag);
        std::sort(tags.begin(), tags.end());
        const auto twice = std::adjacent_find(tags.begin(), tags.end());
        if (twice != tags.end()) return invalid(kind_, fmt::format("tag {} stands in it twice", describe(*twice)));
        return {};
    }

    Result<> refuse_gaps(const std::vector<HeaderEntry>& entries) const {
        std::size_t packed = 0;
        for (const auto& entry : entries) packed = aligned(packed, entry.type) + entry.length;
        if (has_region_) packed += region_size;
        if (packed != sizes_.data_length)
            return invalid(kind_, fmt::format("its values take {} bytes, its data has {}", packed, sizes_.data_length));
        return {};
    }

    std::string describe(Tag tag) const {
        return kind_ == HeaderKind::signature ? describe_signature_tag(tag) : describe_main_tag(tag);
    }

    Error bad(std::uint32_t i, const std::string& what) const {
        const RawEntry raw = raw_entry(index_ + entry_size * i);
        return invalid(kind_, fmt::format("tag {}, entry {} at offset {}: {}", describe(raw.tag), i,
                                          intro_size + entry_size * i, what));
    }

    HeaderKind kind_;
    HeaderSizes sizes_;
    const unsigned char* index_;
    ByteView data_;
    std::uint32_t trailer_start_, trailer_end_;  // both the end of the data where there is no region
    bool has_region_ = false;
    std::uint32_t previous_end_ = 0;
};

}  // namespace

Error cut_header(HeaderKind kind, std::uint64_t offset) {
    return invalid(kind, fmt::format("the file ends within it at offset {}", offset));
}

Result<HeaderSizes> check_intro(ByteView intro, HeaderKind kind, std::uint64_t offset) {
    if (intro.size() < intro_size) return cut_header(kind, offset + intro.size());
    if (!intro.starts_with(header_magic))
        return invalid(kind, fmt::format("offset {}: the header's magic number is missing", offset));
    const HeaderSizes sizes{big_endian_32(as_unsigned(intro.data()) + 8),
                            big_endian_32(as_unsigned(intro.data()) + 12)};
    const bool is_signature = kind == HeaderKind::signature;
    if (sizes.index_length < 1 || sizes.index_length > (is_signature ? max_signature_index_length : max_index_length))
        return invalid(kind, fmt::format("offset {}: {} tags are not possible", offset + 8, sizes.index_length));
    if (sizes.data_length > (is_signature ? max_signature_data_length : max_data_length) ||
        sizes.total() - header_magic.size() >= max_header_size)
        return invalid(kind, fmt::format("offset {}: {} bytes of data are too many", offset + 12, sizes.data_length));
    return sizes;
}

Result<HeaderSizes> read_sizes(const RandomAccess& file, std::uint64_t offset, HeaderKind kind) {
    const std::string intro = TRY(file.read(offset, intro_size));
    const HeaderSizes sizes = TRY(check_intro(intro, kind, offset));
    if (sizes.total() > file.size() - offset) return cut_header(kind, file.size());
    return sizes;
}

Result<CheckedEntries> check_entries(ByteView bytes, const HeaderSizes& sizes, HeaderKind kind) {
    return IndexCheck(bytes, sizes, kind).run();
}

bool is_string(ValueType type) {
    return type == ValueType::string || type == ValueType::string_array || type == ValueType::i18n_string;
}

bool is_number(ValueType type) {
    return type == ValueType::int8 || type == ValueType::int16 || type == ValueType::int32 ||
           type == ValueType::int64 || type == ValueType::character;
}

std::uint64_t number_at(ByteView data, ValueType type, std::size_t index) {
    const unsigned char* const at = as_unsigned(data.data()) + index * item_size(type);
    switch (type) {
        case ValueType::int16: return big_endian_16(at);
        case ValueType::int32: return big_endian_32(at);
        case ValueType::int64: return big_endian_64(at);
        default: return *at;
    }
}

}  // namespace slipway::rpm
