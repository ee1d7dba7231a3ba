#pragma once

#include <string>
#include <string_view>

namespace slipway::yum {

/// `bytes` as text that XML 1.0 can hold: UTF-8 as it is, anything else read as Latin-1, without the characters that
/// may not stand in XML (createrepo_c's rules; see the .cpp).
std::string legal_text(std::string_view bytes);

/// Appends legal text as character data or as an attribute's value (without quotes).
void append_escaped_text(std::string& out, std::string_view legal);
void append_escaped_attribute(std::string& out, std::string_view legal);

/// The inverse of both.
std::string unescaped(std::string_view xml);

}  // namespace slipway::yum
