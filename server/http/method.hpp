#pragma once

#include <string_view>

namespace slipway::http {

enum class Method : unsigned char { get, head, put, post, patch, del, options, other };

std::string_view name_of(Method method);

/// Returns the inverse of `name_of`, or `other` for a method that this server does not know. Methods are
/// case-sensitive.
Method parse_method(std::string_view name);

}  // namespace slipway::http
