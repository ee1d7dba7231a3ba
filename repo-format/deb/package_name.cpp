#include "repo-format/deb/package_name.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace slipway::deb {
namespace {

bool is_alphanumeric(char c) { return is_letter(c) || is_digit(c); }

bool is_made_of(std::string_view text, std::string_view others) {
    const auto allowed = [&](char c) { return is_alphanumeric(c) || others.find(c) != std::string_view::npos; };
    return !text.empty() && is_alphanumeric(text.front()) && std::ranges::all_of(text, allowed);
}

}  // namespace

bool is_package_name(std::string_view text) { return is_made_of(text, "-+._"); }

bool is_policy_name(std::string_view text) {
    return text.size() >= 2 && is_made_of(text, "-+.") && to_lower(text) == text;
}

bool is_architecture_name(std::string_view text) { return is_made_of(text, "-"); }

}  // namespace slipway::deb
