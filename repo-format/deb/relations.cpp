// Relations between packages (Debian policy 7.1; dpkg's lib/dpkg/fields.c, apt's deblistparser.cc):
//
//   relations    = alternatives *("," alternatives)
//   alternatives = package *("|" package)
//   package      = name [":" qualifier] ["(" operator version ")"]
//
// In a binary package neither "[amd64]" nor "<!nocheck>" restrictions are left. apt tolerates an empty part
// ("a, , b"), dpkg does not.
#include "repo-format/deb/relations.hpp"

#include "base/text.hpp"
#include "repo-format/deb/invalid_package.hpp"
#include "repo-format/deb/version.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace slipway::deb {
namespace {

constexpr std::array<std::string_view, 9> relation_fields{
    "Pre-Depends", "Depends", "Recommends", "Suggests", "Enhances", "Breaks", "Conflicts", "Replaces", "Provides"};
constexpr std::string_view blanks = " \t\n";

std::string_view without_blanks(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

bool is_name(std::string_view text) {
    const auto allowed = [](char c) {
        return is_letter(c) || is_digit(c) || std::string_view("-+._").find(c) != std::string_view::npos;
    };
    return !text.empty() && (is_letter(text.front()) || is_digit(text.front())) && std::ranges::all_of(text, allowed);
}

/// `text` is what stands between the parentheses.
Result<> check_constraint(std::string_view text) {
    const auto length = std::min(text.find_first_not_of("<>="), text.size());
    const auto comparison = text.substr(0, length);
    constexpr std::array<std::string_view, 7> comparisons{"<<", "<=", "=", ">=", ">>", "<", ">"};
    if (std::ranges::find(comparisons, comparison) == comparisons.end())
        return Error(Fault::invalid_input, fmt::format("no comparison in {}", printable(text)));
    return check_version(without_blanks(text.substr(length)));
}

Result<> check_package(std::string_view text) {
    const auto whole = text;
    const auto parenthesis = text.find('(');
    if (parenthesis != std::string_view::npos) {
        if (!text.ends_with(')')) return Error(Fault::invalid_input, fmt::format("no ')' ends {}", printable(whole)));
        TRY(check_constraint(without_blanks(text.substr(parenthesis + 1, text.size() - parenthesis - 2))));
        text = without_blanks(text.substr(0, parenthesis));
    }
    const auto colon = text.find(':');
    const auto qualifier = colon == std::string_view::npos ? std::string_view("any") : text.substr(colon + 1);
    if (!is_name(text.substr(0, colon)) || !is_name(qualifier))
        return Error(Fault::invalid_input, fmt::format("{} names no package", printable(whole)));
    return {};
}

}  // namespace

bool is_relation_field(std::string_view field) {
    return std::ranges::any_of(relation_fields, [&](auto known) { return equal_ignoring_case(known, field); });
}

Result<> check_relations(std::string_view value) {
    if (without_blanks(value).empty()) return {};  // an empty field, as dpkg takes it
    for (const auto alternatives : split(value, ','))
        for (const auto package : split(alternatives, '|')) TRY(check_package(without_blanks(package)));
    return {};
}

}  // namespace slipway::deb
