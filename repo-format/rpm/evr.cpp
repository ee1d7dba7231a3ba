// rpm's order of versions (rpmio/rpmvercmp.c; documented in rpm-version(7)): runs of digits compare as numbers of any
// length, runs of letters as text, everything else only separates. A number outranks letters, more segments outrank
// fewer; '~' sorts before everything, even the end, and '^' after the end but before anything else that follows.
#include "repo-format/rpm/evr.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace slipway::rpm {
namespace {

bool is_segment_char(char c) { return is_digit(c) || is_letter(c); }

std::string_view take_while(std::string_view& text, bool (*wanted)(char)) {
    const auto end = std::find_if_not(text.begin(), text.end(), wanted);
    const std::string_view taken = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(taken.size());
    return taken;
}

void skip_separators(std::string_view& text) {
    take_while(text, [](char c) { return !is_segment_char(c) && c != '~' && c != '^'; });
}

std::weak_ordering compare_numbers(std::string_view a, std::string_view b) {
    a.remove_prefix(std::min(a.find_first_not_of('0'), a.size()));
    b.remove_prefix(std::min(b.find_first_not_of('0'), b.size()));
    if (a.size() != b.size()) return a.size() <=> b.size();
    return a.compare(b) <=> 0;
}

/// Takes the first segment of both, which are not empty, and compares them.
std::weak_ordering compare_segments(std::string_view& a, std::string_view& b) {
    const bool numeric = is_digit(a.front());
    const auto kind = numeric ? is_digit : is_letter;
    const std::string_view first = take_while(a, kind);
    const std::string_view second = take_while(b, kind);
    if (second.empty()) return numeric ? std::weak_ordering::greater : std::weak_ordering::less;
    return numeric ? compare_numbers(first, second) : std::weak_ordering(first.compare(second) <=> 0);
}

std::string_view epoch_of(const Evr& evr) { return evr.epoch.empty() ? std::string_view("0") : evr.epoch; }

}  // namespace

std::string render(const Evr& evr) {
    std::string text = evr.epoch.empty() ? "" : evr.epoch + ":";
    return text + evr.version + "-" + evr.release;
}

Evr parse_evr(std::string_view text) {
    Evr evr;
    auto rest = text;
    const auto digits = take_while(rest, is_digit);
    if (rest.starts_with(':')) {  // parseEVR() of rpm's lib/rpmds.c: anything else before a colon is of the version
        evr.epoch = digits;
        text = rest.substr(1);
    }
    const std::size_t dash = text.rfind('-');
    evr.version = text.substr(0, dash);
    if (dash != std::string_view::npos) evr.release = text.substr(dash + 1);
    return evr;
}

std::weak_ordering compare_versions(std::string_view a, std::string_view b) {
    while (true) {
        skip_separators(a);
        skip_separators(b);
        if (a.starts_with('~') || b.starts_with('~')) {
            if (!a.starts_with('~')) return std::weak_ordering::greater;
            if (!b.starts_with('~')) return std::weak_ordering::less;
            a.remove_prefix(1);
            b.remove_prefix(1);
            continue;
        }
        if (a.starts_with('^') || b.starts_with('^')) {
            if (a.empty()) return std::weak_ordering::less;
            if (b.empty()) return std::weak_ordering::greater;
            if (!a.starts_with('^')) return std::weak_ordering::greater;
            if (!b.starts_with('^')) return std::weak_ordering::less;
            a.remove_prefix(1);
            b.remove_prefix(1);
            continue;
        }
        if (a.empty() || b.empty()) return a.size() <=> b.size();
        if (const auto order = compare_segments(a, b); order != 0) return order;
    }
}

std::weak_ordering compare(const Evr& a, const Evr& b) {
    if (const auto order = compare_numbers(epoch_of(a), epoch_of(b)); order != 0) return order;
    if (const auto order = compare_versions(a.version, b.version); order != 0) return order;
    return compare_versions(a.release, b.release);
}

std::weak_ordering compare_evr(std::string_view a, std::string_view b) { return compare(parse_evr(a), parse_evr(b)); }

}  // namespace slipway::rpm
