// The syntax of names that appear in URLs, in Release files and in client set-up files (docs/http-api.md, "Names").
// Reserved words and endings keep every URL readable in one way only: `/main/deb/stable.sh` is a set-up file because no
// distro or channel can be called `stable.sh`.
#include "publishing/model/names.hpp"

#include "base/control_characters.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace slipway::publishing {
namespace {

constexpr std::size_t longest_name = 63;
constexpr std::size_t longest_origin = 64;

constexpr std::array<std::string_view, 9> reserved_endings = {".sources", ".repo", ".sh",  ".asc", ".gpg",
                                                              ".html",    ".txt",  ".ico", ".json"};
constexpr std::array<std::string_view, 8> reserved_repositories = {"api",    "healthz", "readyz", "metrics",
                                                                   "upload", "ui",      "static", "problems"};
constexpr std::array<std::string_view, 3> reserved_channels = {"dists", "pool", "snapshots"};
constexpr std::array<std::string_view, 2> reserved_distros = {"package", "file"};

struct Rule {
    std::string_view noun;
    std::string_view syntax;
    std::string_view punctuation;  // allowed after the first character
    std::span<const std::string_view> reserved;
    bool endings_reserved;
    bool snapshot_ids_reserved = false;
};

Rule rule_of(NameOf kind) {
    constexpr std::string_view url_syntax = "[a-z0-9][a-z0-9._-]{0,62}";
    switch (kind) {
        case NameOf::repository: return {"repository", url_syntax, "._-", reserved_repositories, true};
        case NameOf::distro: return {"distro", url_syntax, "._-", reserved_distros, true};
        case NameOf::channel: return {"channel", url_syntax, "._-", reserved_channels, true};
        case NameOf::pin: return {"pin", url_syntax, "._-", {}, true, true};
        case NameOf::component: return {"component", "[a-z0-9][a-z0-9.+_-]{0,62}", ".+_-", {}, false};
        case NameOf::architecture: return {"architecture", "[a-z0-9][a-z0-9_-]{0,62}", "_-", {}, false};
    }
    return {};
}

bool is_alphanumeric(char c) { return is_digit(c) || (c >= 'a' && c <= 'z'); }

bool has_syntax(const Rule& rule, std::string_view name) {
    return !name.empty() && name.size() <= longest_name && is_alphanumeric(name.front()) &&
           std::ranges::all_of(
               name, [&](char c) { return is_alphanumeric(c) || rule.punctuation.find(c) != std::string_view::npos; });
}

std::string_view reserved_ending(const Rule& rule, std::string_view name) {
    if (!rule.endings_reserved) return {};
    const auto found = std::ranges::find_if(reserved_endings, [&](auto ending) { return name.ends_with(ending); });
    return found == reserved_endings.end() ? std::string_view() : *found;
}

/// `r12` or a time, `20261123T120000Z`: what else a snapshot may be called.
bool is_snapshot_id(std::string_view name) {
    if (name.size() > 1 && name.front() == 'r') return std::ranges::all_of(name.substr(1), is_digit);
    std::string shape(name);
    for (char& c : shape) c = is_digit(c) ? '0' : c;
    return shape == "00000000t000000z";
}

bool is_reserved(const Rule& rule, std::string_view name) {
    if (rule.snapshot_ids_reserved && is_snapshot_id(name)) return true;
    return std::ranges::find(rule.reserved, name) != rule.reserved.end();
}

/// A name near `name` that the rule allows.
std::string nearest(const Rule& rule, std::string_view name) {
    std::string near;
    for (const char c : to_lower(name)) {
        const bool allowed =
            is_alphanumeric(c) || (!near.empty() && rule.punctuation.find(c) != std::string_view::npos);
        if (allowed)
            near += c;
        else if (!near.empty() && near.back() != '-')
            near += '-';
    }
    near = near.substr(0, longest_name);
    while (!near.empty() && near.back() == '-') near.pop_back();
    if (near.empty()) near = rule.noun;
    while (!reserved_ending(rule, near).empty()) near[near.rfind('.')] = '-';
    if (is_reserved(rule, near)) near += "-1";
    return near;
}

Error refusal(const Rule& rule, std::string_view name, std::string_view why) {
    return Error("invalid-name"_problem, "'" + std::string(name.substr(0, 2 * longest_name)) +
                                             "' cannot be the name of a " + std::string(rule.noun) + ": " +
                                             std::string(why) + "; '" + nearest(rule, name) + "' would be allowed");
}

}  // namespace

Result<> check_name(NameOf kind, std::string_view name) {
    const Rule rule = rule_of(kind);
    if (!has_syntax(rule, name)) return refusal(rule, name, "it must match " + std::string(rule.syntax));
    if (const auto ending = reserved_ending(rule, name); !ending.empty())
        return refusal(rule, name, "the ending " + std::string(ending) + " is reserved");
    if (is_reserved(rule, name)) return refusal(rule, name, "it is reserved");
    return {};
}

Result<> check_origin(std::string_view origin) {
    const bool allowed = !origin.empty() && origin.size() <= longest_origin && std::ranges::all_of(origin, [](char c) {
        return is_letter(c) || is_digit(c) || std::string_view(" ._-").find(c) != std::string_view::npos;
    });
    if (allowed) return {};
    return Error("invalid-name"_problem, "an origin must match [A-Za-z0-9 ._-]{1,64}");
}

Result<> check_description(std::string_view description) {
    const auto found = find_control_character(description, LineEnds::allowed);
    if (!found) return {};
    return Error("invalid-field"_problem, "'description' holds control character " + found->name + " at offset " +
                                              std::to_string(found->offset));
}

}  // namespace slipway::publishing
