#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace slipway {

/// A character that has no place in a text which is copied into an index, page, header, log line or script.
struct ControlCharacter {
    std::size_t offset;  // of its first byte
    std::string name;    // "0x0d", "U+0085"
};

enum class LineEnds : unsigned char { refused, allowed };

/// The first control character of `text`, if there is one: anything below 0x20 but tab, DEL, U+0080 to U+009F, and what
/// ends a line for some reader and not for others: U+2028, U+2029, and the byte 0x85 where the text is not UTF-8. Other
/// bytes that are not UTF-8 are passed over.
/// With LineEnds::allowed a text may have lines, whoever counts them: newline, carriage return and newline, U+0085,
/// U+2028 and U+2029 are passed over too. A carriage return without a newline never is.
std::optional<ControlCharacter> find_control_character(std::string_view text, LineEnds ends = LineEnds::refused);

}  // namespace slipway
