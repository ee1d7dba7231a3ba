#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace slipway {

/// A character that may not be in a text which is copied into an index, page, header, log line or script.
struct ControlCharacter {
    std::size_t offset;  // of its first byte
    std::string name;    // "0x0d", "U+0085"
};

enum class LineEnds : unsigned char { refused, allowed };

/// Finds the first control character of `text`. These are all below 0x20 except tab, DEL, U+0080 to U+009F, and those
/// that end a line for some programs only: U+2028, U+2029, and the byte 0x85 if the text is not UTF-8. Other bytes that
/// are not UTF-8 are ignored. With LineEnds::allowed the text may have several lines: newline, carriage return with
/// newline, U+0085, U+2028 and U+2029 are ignored, too, but never a carriage return without a newline.
std::optional<ControlCharacter> find_control_character(std::string_view text, LineEnds ends = LineEnds::refused);

}  // namespace slipway
