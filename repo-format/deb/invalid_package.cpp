#include "repo-format/deb/invalid_package.hpp"

#include <algorithm>

namespace slipway::deb {

std::string printable(std::string_view text) {
    constexpr std::size_t longest = 40;
    std::string out(text.substr(0, longest));
    std::ranges::replace_if(
        out, [](char c) { return c < ' ' || c > '~'; }, '?');
    return '"' + out + (text.size() > longest ? "…\"" : "\"");
}

}  // namespace slipway::deb
