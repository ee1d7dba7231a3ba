#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace slipway::signing {

/// What a signature over a text covers: lines without the blanks at their end, CRLF between them, none after the last.
std::string canonical_text(std::string_view text);

/// A clear-signed message, taken apart.
struct ClearSigned {
    std::string hash;  // of its "Hash:" header
    std::string text;  // without dash escapes; every line ends in a newline
    std::string armored_signature;
};

/// `text` with the signature behind it, as `parse_clear_signed` reads it. A last newline is added where there is none.
std::string render_clear_signed(const ClearSigned& message);

/// The inverse of `render_clear_signed`. Faults: invalid_input (another form, text before or behind the message).
Result<ClearSigned> parse_clear_signed(std::string_view message);

}  // namespace slipway::signing
