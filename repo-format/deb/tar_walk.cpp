// A tar archive is a row of blocks of 512 bytes: the header of an entry, then its content, padded; a block of zeros
// ends it. Of a header (tar(5)) these fields matter here:
//
//   offset   0  name, 100 bytes          156  type, 1
//          124  size of the content, 12  257  magic, 6: "ustar\0" or "ustar "
//          148  checksum, 8              345  prefix of the name, 155 (of "ustar\0" alone)
//
// dpkg does not unpack data archives with tar but reads them itself (lib/dpkg/tarfn.c): the old format, ustar and GNU's
// long names, and no pax headers. An archive may end without zeros, between two entries. A header that cannot be read
// ends it where the name is empty, so the end is the first block that begins with a zero and is no header.
#include "repo-format/deb/tar_walk.hpp"

#include "repo-format/deb/invalid_package.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <numeric>
#include <optional>

namespace slipway::deb {
namespace {

constexpr std::size_t tar_block_size = 512;
constexpr std::size_t checksum_at = 148, checksum_size = 8;

std::optional<std::uint64_t> octal_of(std::string_view field) {
    field.remove_prefix(std::min(field.find_first_not_of(' '), field.size()));
    if (field.empty()) return std::nullopt;
    const auto end = std::min(field.find_first_of(std::string_view(" \0", 2)), field.size());
    std::uint64_t value = 0;
    for (const char digit : field.substr(0, end)) {
        if (digit < '0' || digit > '7') return std::nullopt;
        value = value * 8 + static_cast<std::uint64_t>(digit - '0');
    }
    const bool is_padded = field.find_first_not_of(std::string_view(" \0", 2), end) == std::string_view::npos;
    return is_padded ? std::optional(value) : std::nullopt;
}

/// GNU's notation for large numbers: a byte 0x80, then the number, the most significant byte first.
std::optional<std::uint64_t> binary_of(std::string_view field) {
    const auto number = field.substr(field.size() - 8);
    const auto front = field.substr(1, field.size() - 9);
    const auto value = big_endian_64(as_unsigned(number.data()));
    const bool fits = front.find_first_not_of('\0') == std::string_view::npos && value <= INT64_MAX;
    return fits ? std::optional(value) : std::nullopt;
}

std::optional<std::uint64_t> number_of(std::string_view field) {
    return field.front() == '\x80' ? binary_of(field) : octal_of(field);
}

bool has_its_checksum(std::string_view header) {
    const auto sum = [](std::uint64_t so_far, char byte) { return so_far + static_cast<unsigned char>(byte); };
    const auto behind = header.substr(checksum_at + checksum_size);
    auto actual =
        std::accumulate(header.begin(), header.begin() + checksum_at, std::uint64_t{' '} * checksum_size, sum);
    actual = std::accumulate(behind.begin(), behind.end(), actual, sum);
    return octal_of(header.substr(checksum_at, checksum_size)) == actual;
}

bool is_nameless(std::string_view header) {
    const bool has_prefix = header.substr(257, 6) == std::string_view("ustar\0", 6) && header[345] != '\0';
    return header[0] == '\0' && !has_prefix;
}

constexpr char plain_file_of_old = '\0', plain_file = '0', fifo = '6', long_name = 'L', long_link = 'K';

bool has_content(char type) {
    return type == plain_file_of_old || type == plain_file || type == long_name || type == long_link;
}

bool is_known(char type) { return has_content(type) || (type > plain_file && type <= fifo); }

std::string_view remedy_for(char type) {
    return type == 'x' || type == 'g' ? " (pax); write it in GNU's format, as dpkg-deb does" : "";
}

}  // namespace

Result<> TarWalk::take(ByteView bytes) {
    while (!bytes.empty() && !has_ended_) {
        const auto content = static_cast<std::size_t>(std::min<std::uint64_t>(content_left_, bytes.size()));
        pass(content);
        bytes.remove_prefix(content);
        const auto piece = bytes.substr(0, tar_block_size - header_.size());
        header_ += piece;
        at_ += piece.size();
        bytes.remove_prefix(piece.size());
        if (header_.size() < tar_block_size) continue;
        TRY(read_header());
        header_.clear();
    }
    at_ += bytes.size();
    return {};
}

void TarWalk::pass(std::uint64_t length) {
    assert(length <= content_left_);
    content_left_ -= length;
    at_ += length;
}

Result<> TarWalk::end() const {
    if (!header_.empty()) return invalid_package(fmt::format("its tar archive ends after {} bytes, in a header", at_));
    if (content_left_ > 0)
        return invalid_package(
            fmt::format("its tar archive ends after {} bytes; {} more of an entry must follow", at_, content_left_));
    return {};
}

Result<> TarWalk::read_header() {
    const std::string_view header = header_;
    const auto begin = at_ - header.size();
    const auto size = number_of(header.substr(124, 12));
    if (!size || !has_its_checksum(header)) {
        has_ended_ = header[0] == '\0';
        if (has_ended_) return {};
        return invalid_package(fmt::format("the header at byte {} of its tar archive is damaged", begin));
    }
    const char type = header[156];
    const bool names_the_next = type == long_name || type == long_link;
    if (is_nameless(header) && (names_the_next || !has_long_name_))
        return invalid_package(fmt::format("the entry at byte {} of its tar archive has no name", begin));
    if (!is_known(type))
        return invalid_package(
            fmt::format("the entry {} at byte {} of its tar archive has the type {}, which dpkg does "
                        "not know{}",
                        printable(header.substr(0, std::min<std::size_t>(header.find('\0'), 100))), begin,
                        printable(header.substr(156, 1)), remedy_for(type)));
    has_long_name_ = type == long_name || (type == long_link && has_long_name_);
    if (has_content(type)) content_left_ = (*size + tar_block_size - 1) / tar_block_size * tar_block_size;
    return {};
}

}  // namespace slipway::deb
