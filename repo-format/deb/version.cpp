// Debian's versions: [epoch:]upstream[-revision], their order and their syntax (Debian policy 5.6.12; deb-version(7)).
//
// Upstream and revision are compared as alternating runs of non-digits and digits. Non-digits compare byte by byte,
// letters before everything else, "~" before even the end; digit runs compare as numbers of any length, so they are
// never turned into integers: leading zeros go, then the longer run is greater, then the digits decide.
#include "repo-format/deb/version.hpp"

#include "base/text.hpp"
#include "repo-format/deb/invalid_package.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace slipway::deb {
namespace {

struct Parts {
    std::string_view epoch;
    std::string_view upstream;
    std::string_view revision;
    bool has_epoch;
    bool has_revision;
};

/// Splits at the first ':' and the last '-'.
Parts split_version(std::string_view version) {
    Parts parts{};
    if (const auto colon = version.find(':'); colon != std::string_view::npos) {
        parts.has_epoch = true;
        parts.epoch = version.substr(0, colon);
        version.remove_prefix(colon + 1);
    }
    const auto hyphen = version.rfind('-');
    parts.upstream = version.substr(0, hyphen);
    if (hyphen != std::string_view::npos) {
        parts.has_revision = true;
        parts.revision = version.substr(hyphen + 1);
    }
    return parts;
}

/// Where a character stands among non-digits. Digits and the end (both end a run) are 0.
int weight(std::string_view text) {
    if (text.empty() || is_digit(text.front())) return 0;
    const char c = text.front();
    if (is_letter(c)) return c;
    return c == '~' ? -1 : static_cast<unsigned char>(c) + 256;
}

std::string_view take_number(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of('0'), text.size()));
    const auto digits = text.substr(0, text.find_first_not_of("0123456789"));
    text.remove_prefix(digits.size());
    return digits;
}

std::weak_ordering compare_numbers(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return a.size() <=> b.size();
    return a <=> b;
}

std::weak_ordering compare_part(std::string_view a, std::string_view b) {
    const auto in_text = [](std::string_view text) { return !text.empty() && !is_digit(text.front()); };
    while (!a.empty() || !b.empty()) {
        while (in_text(a) || in_text(b)) {
            if (const auto order = weight(a) <=> weight(b); order != 0) return order;
            if (!a.empty()) a.remove_prefix(1);
            if (!b.empty()) b.remove_prefix(1);
        }
        const auto number_a = take_number(a);
        const auto number_b = take_number(b);
        if (const auto order = compare_numbers(number_a, number_b); order != 0) return order;
    }
    return std::weak_ordering::equivalent;
}

Error invalid_version(std::string_view version, std::string_view why) {
    return Error(Fault::invalid_input, fmt::format("version {}: {}", printable(version), why));
}

/// The first character of `part` that is neither a letter, a digit, nor one of `others`.
std::optional<char> first_foreign(std::string_view part, std::string_view others) {
    const auto foreign = [&](char c) {
        return !is_letter(c) && !is_digit(c) && others.find(c) == std::string_view::npos;
    };
    const auto found = std::ranges::find_if(part, foreign);
    return found == part.end() ? std::nullopt : std::optional(*found);
}

Result<> check_epoch(std::string_view version, std::string_view epoch) {
    constexpr std::uint64_t greatest_epoch = 2147483647;  // dpkg keeps it in an int
    const auto number = parse_decimal(epoch);
    if (!number) return invalid_version(version, "the epoch is not a number");
    if (*number > greatest_epoch) return invalid_version(version, "the epoch is too big");
    return {};
}

}  // namespace

std::weak_ordering compare_versions(std::string_view a, std::string_view b) {
    const Parts left = split_version(a);
    const Parts right = split_version(b);
    if (const auto order = compare_part(left.epoch, right.epoch); order != 0) return order;
    if (const auto order = compare_part(left.upstream, right.upstream); order != 0) return order;
    return compare_part(left.revision, right.revision);
}

Result<> check_version(std::string_view version) {
    const Parts parts = split_version(version);
    if (version.empty()) return invalid_version(version, "it is empty");
    if (parts.has_epoch) TRY(check_epoch(version, parts.epoch));
    if (parts.upstream.empty()) return invalid_version(version, "the upstream version is empty");
    if (!is_digit(parts.upstream.front()))
        return invalid_version(version, "the upstream version does not start with a digit");
    if (const auto foreign = first_foreign(parts.upstream, ".+~:-"))
        return invalid_version(version, fmt::format("{} in the upstream version", printable({&*foreign, 1})));
    if (parts.has_revision && parts.revision.empty()) return invalid_version(version, "the revision is empty");
    if (const auto foreign = first_foreign(parts.revision, ".+~"))
        return invalid_version(version, fmt::format("{} in the revision", printable({&*foreign, 1})));
    return {};
}

std::string_view without_epoch(std::string_view version) {
    const auto colon = version.find(':');
    return colon == std::string_view::npos ? version : version.substr(colon + 1);
}

}  // namespace slipway::deb
