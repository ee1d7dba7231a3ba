#pragma once

#include <string>
#include <string_view>

namespace slipway::storage {

/// Any bytes as text that PostgreSQL takes: what is UTF-8 without NUL stays as it is. Two texts are the same exactly if
/// their stored forms are.
std::string to_stored_text(std::string_view text);
/// The inverse.
std::string from_stored_text(std::string_view stored);

}  // namespace slipway::storage
