#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace slipway::signing {

/// Returns what a signature over a text covers: lines without trailing blanks, separated by CRLF, with none after the
/// last.
std::string canonical_text(std::string_view text);

/// A clear-signed message, taken apart.
struct ClearSigned {
    std::string hash;  // of its "Hash:" header
    std::string text;  // without dash escapes; every line ends in a newline
    std::string armored_signature;
};

/// Puts the signature behind `text`, as `parse_clear_signed` reads it. Adds a newline at the end of the text if it is
/// missing.
std::string render_clear_signed(const ClearSigned& message);

/// The inverse of `render_clear_signed`. Faults: invalid_input (another form, or text before or after the message).
Result<ClearSigned> parse_clear_signed(std::string_view message);

}  // namespace slipway::signing
