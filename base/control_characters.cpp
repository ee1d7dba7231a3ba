// Which characters a copied text may not hold. A reader of bytes ends a line at a newline; a reader in text mode also
// at a carriage return (Python's universal newlines), at VT, FF, 0x1c to 0x1e, U+0085, U+2028 and U+2029
// (str.splitlines), at the last two and a lone carriage return (Node's readline). Where they disagree, a value of one
// field is another field to some of them. The rest of C0, DEL and C1 control terminals: U+009B begins a sequence as ESC
// [ does.
#include "base/control_characters.hpp"

#include "base/utf8.hpp"

#include <fmt/format.h>

namespace slipway {
namespace {

constexpr unsigned char next_line = 0x85;

bool is_plain_ascii(char c) { return (c >= 0x20 && c < 0x7f) || c == '\t'; }

/// Returns the name of the control character that the well-formed sequence encodes, or "" for other characters.
std::string name_of_control(std::string_view sequence, LineEnds ends) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(sequence[i]); };
    if (sequence.size() == 1) return fmt::format("0x{:02x}", byte(0));
    if (sequence.size() == 2 && byte(0) == 0xc2 && byte(1) < 0xa0)
        return ends == LineEnds::allowed && byte(1) == next_line ? "" : fmt::format("U+{:04X}", byte(1));
    if (ends == LineEnds::allowed) return "";
    if (sequence == "\xe2\x80\xa8") return "U+2028";
    if (sequence == "\xe2\x80\xa9") return "U+2029";
    return "";
}

/// Length of the line end at the start of `text`, or 0.
std::size_t line_end(std::string_view text) {
    if (text.starts_with('\n')) return 1;
    return text.starts_with("\r\n") ? 2 : 0;
}

}  // namespace

std::optional<ControlCharacter> find_control_character(std::string_view text, LineEnds ends) {
    for (std::size_t at = 0; at < text.size();) {
        if (is_plain_ascii(text[at])) {
            ++at;
            continue;
        }
        const auto rest = text.substr(at);
        if (const auto length = line_end(rest); length > 0 && ends == LineEnds::allowed) {
            at += length;
            continue;
        }
        const std::size_t length = utf8_sequence(rest);
        const bool lone_next_line = length == 0 && static_cast<unsigned char>(text[at]) == next_line;
        if (lone_next_line && ends == LineEnds::refused) return ControlCharacter{at, "0x85"};
        if (length > 0)
            if (auto name = name_of_control(rest.substr(0, length), ends); !name.empty())
                return ControlCharacter{at, std::move(name)};
        at += length == 0 ? 1 : length;
    }
    return std::nullopt;
}

}  // namespace slipway
