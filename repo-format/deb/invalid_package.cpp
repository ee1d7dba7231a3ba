#include "repo-format/deb/invalid_package.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace slipway::deb {

Error bad_field(std::string_view field, std::string_view why, const char* file, int line) {
    return invalid_package(fmt::format("control: field {}: {}", field, why), file, line);
}

std::string printable(std::string_view text) {
    constexpr std::size_t longest = 40;
    std::string out(text.substr(0, longest));
    std::ranges::replace_if(
        out, [](char c) { return c < ' ' || c > '~'; }, '?');
    return '"' + out + (text.size() > longest ? "…\"" : "\"");
}

}  // namespace slipway::deb
