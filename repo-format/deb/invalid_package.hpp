#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace slipway::deb {

/// Makes the error for bytes that are not a package which dpkg would read. Its origin is the caller.
inline Error invalid_package(std::string message, const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
    return Error("invalid-package"_problem, std::move(message), file, line);
}

/// The same for a field of the control file: "control: field Version: it is missing".
Error bad_field(std::string_view field, std::string_view why, const char* file = __builtin_FILE(),
                int line = __builtin_LINE());

/// Renders foreign bytes for a message: in quotes, at most 40 of them, with '?' for what is not printable ASCII.
std::string printable(std::string_view text);

}  // namespace slipway::deb
