#include "tests/support/rpm_header_builder.hpp"

#include "base/bytes.hpp"

namespace slipway::testing {
namespace {

void append_entry(std::string& out, std::uint32_t tag, std::uint32_t type, std::uint32_t offset, std::uint32_t count) {
    for (const std::uint32_t word : {tag, type, offset, count}) append_big_endian_32(out, word);
}

std::size_t alignment_of(std::uint32_t type) { return type >= 3 && type <= 5 ? std::size_t{1} << (type - 2) : 1; }

}  // namespace

RpmHeaderBuilder& RpmHeaderBuilder::raw(std::uint32_t tag, std::uint32_t type, std::uint32_t count, std::string data) {
    values_[tag] = {type, count, std::move(data)};
    return *this;
}

RpmHeaderBuilder& RpmHeaderBuilder::remove(std::uint32_t tag) {
    values_.erase(tag);
    return *this;
}

RpmHeaderBuilder& RpmHeaderBuilder::text(std::uint32_t tag, std::string_view value) {
    return raw(tag, 6, 1, std::string(value) + '\0');
}

RpmHeaderBuilder& RpmHeaderBuilder::i18n(std::uint32_t tag, std::string_view value) {
    return raw(tag, 9, 1, std::string(value) + '\0');
}

RpmHeaderBuilder& RpmHeaderBuilder::texts(std::uint32_t tag, const std::vector<std::string>& values) {
    std::string data;
    for (const auto& value : values) data += value + '\0';
    return raw(tag, 8, static_cast<std::uint32_t>(values.size()), data);
}

RpmHeaderBuilder& RpmHeaderBuilder::numbers(std::uint32_t tag, const std::vector<std::uint32_t>& values) {
    std::string data;
    for (const std::uint32_t value : values) append_big_endian_32(data, value);
    return raw(tag, 4, static_cast<std::uint32_t>(values.size()), data);
}

RpmHeaderBuilder& RpmHeaderBuilder::numbers_16(std::uint32_t tag, const std::vector<std::uint16_t>& values) {
    std::string data;
    for (const std::uint16_t value : values) {
        data += static_cast<char>(value >> 8);
        data += static_cast<char>(value & 0xff);
    }
    return raw(tag, 3, static_cast<std::uint32_t>(values.size()), data);
}

RpmHeaderBuilder& RpmHeaderBuilder::number_64(std::uint32_t tag, std::uint64_t value) {
    std::string data;
    append_big_endian_64(data, value);
    return raw(tag, 5, 1, data);
}

RpmHeaderBuilder& RpmHeaderBuilder::binary(std::uint32_t tag, std::string_view value) {
    return raw(tag, 7, static_cast<std::uint32_t>(value.size()), std::string(value));
}

std::string RpmHeaderBuilder::bytes() const {
    std::string index;
    std::string data;
    for (const auto& [tag, value] : values_) {
        while (data.size() % alignment_of(value.type) != 0) data += '\0';
        append_entry(index, tag, value.type, static_cast<std::uint32_t>(data.size()), value.count);
        data += value.data;
    }
    auto entries = static_cast<std::uint32_t>(values_.size());
    if (region_ != no_region) {
        ++entries;
        std::string region;
        append_entry(region, region_, 7, static_cast<std::uint32_t>(data.size()), 16);
        index = region + index;
        append_entry(data, region_, 7, 0u - 16 * entries, 16);
    }
    std::string header("\x8e\xad\xe8\x01\0\0\0\0", 8);
    append_big_endian_32(header, entries);
    append_big_endian_32(header, static_cast<std::uint32_t>(data.size()));
    return header + index + data;
}

}  // namespace slipway::testing
