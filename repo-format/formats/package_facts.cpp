#include "repo-format/formats/package_facts.hpp"

#include "base/text.hpp"

namespace slipway::formats {
namespace {

constexpr std::size_t most_provided = 64u << 10;

}  // namespace

void RelationsOf::add(std::string entry) {
    if (entry.empty() || !seen_.insert(entry).second) return;
    relations_.entries.push_back(std::move(entry));
}

bool ProvidedNames::add(std::string_view name) {
    if (names_.size() + name.size() > most_provided) return false;
    names_ += to_lower(name);
    names_ += '\n';
    return true;
}

std::string_view whole_lines(std::string_view text) { return text.substr(0, text.rfind('\n') + 1); }

std::string_view text_between(std::string_view text, std::string_view begin, std::string_view end) {
    const auto first = text.find(begin);
    if (first == text.npos) return {};
    text.remove_prefix(first + begin.size());
    return text.substr(0, text.find(end));
}

}  // namespace slipway::formats
