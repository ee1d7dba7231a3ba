#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway {

/// ASCII only, independent of any locale.
char to_lower(char c);
std::string to_lower(std::string_view text);
bool equal_ignoring_case(std::string_view a, std::string_view b);
inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Removes blanks and tabs at both ends.
std::string_view trimmed(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// Takes a text of decimal digits only; returns nothing for other texts or if the number does not fit.
std::optional<std::uint64_t> parse_decimal(std::string_view digits);

bool is_valid_utf8(std::string_view text);

/// For HTML and XML text and attribute values: & < > " ' become entities.
std::string escape_html(std::string_view text);

}  // namespace slipway
