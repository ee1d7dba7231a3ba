// Debian and RPM packages bring text in Latin-1, and nobody keeps a NUL out of all of it; PostgreSQL's TEXT takes only
// UTF-8 without NUL. A byte that does not fit is stored as a character of its own, U+10FF00 to U+10FFFF, the end of the
// last plane for private use. What already holds such a character has its four bytes stored like that.
//
// BYTEA would take all bytes as they are. But then nobody could read the catalog with psql, and a list of values in a
// statement, which is text, could not be compared with a column.

#include "storage/postgresql/stored_text.hpp"

#include "base/utf8.hpp"

#include <cstddef>

namespace slipway::storage {
namespace {

constexpr std::string_view first_two = "\xf4\x8f";  // of all of these characters; the third is 0xbc to 0xbf
constexpr unsigned char lowest_third = 0xbc;

bool is_stored_byte(std::string_view text) {
    return text.starts_with(first_two) && utf8_sequence(text) == 4 &&
           static_cast<unsigned char>(text[2]) >= lowest_third;
}

/// How many bytes stay as they are; 0: the first one does not.
std::size_t plain_length(std::string_view text) {
    if (text.front() == '\0' || is_stored_byte(text)) return 0;
    return utf8_sequence(text);
}

void append_stored_byte(std::string& stored, unsigned char byte) {
    stored += first_two;
    stored += static_cast<char>(lowest_third + (byte >> 6));
    stored += static_cast<char>(0x80 | (byte & 0x3f));
}

char byte_of(std::string_view character) {
    const auto third = static_cast<unsigned char>(character[2]);
    const auto fourth = static_cast<unsigned char>(character[3]);
    return static_cast<char>((third - lowest_third) << 6 | (fourth & 0x3f));
}

}  // namespace

std::string to_stored_text(std::string_view text) {
    std::string stored;
    stored.reserve(text.size());
    std::size_t to_store = 0;  // bytes of a character that looks like a stored one
    while (!text.empty()) {
        if (to_store == 0 && is_stored_byte(text)) to_store = 4;
        const auto plain = to_store == 0 ? plain_length(text) : 0;
        if (plain == 0) append_stored_byte(stored, static_cast<unsigned char>(text.front()));
        stored += text.substr(0, plain);
        if (to_store > 0) --to_store;
        text.remove_prefix(plain == 0 ? 1 : plain);
    }
    return stored;
}

std::string from_stored_text(std::string_view stored) {
    std::string text;
    for (auto at = stored.find(first_two); at != stored.npos; at = stored.find(first_two)) {
        const auto character = stored.substr(at);
        const bool is_byte = is_stored_byte(character);
        text += stored.substr(0, is_byte ? at : at + first_two.size());
        if (is_byte) text += byte_of(character);
        stored.remove_prefix(at + (is_byte ? 4 : first_two.size()));
    }
    text += stored;
    return text;
}

}  // namespace slipway::storage
