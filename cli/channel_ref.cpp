#include "cli/channel_ref.hpp"

#include "base/text.hpp"
#include "cli/exit_codes.hpp"

#include <algorithm>

namespace slipway::cli {
namespace {

Error usage(const std::string& message) { return Error(client_problem::usage, message); }

bool is_name(std::string_view text) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || is_digit(c) || c == '.' || c == '_' || c == '-' || c == '+';
    };
    return !text.empty() && (is_digit(text[0]) || is_letter(text[0])) && std::ranges::all_of(text, fits);
}

/// "bookworm" or "bookworm/main", so that "./a=b.deb" and "dir.d/../x=y.deb" are files.
bool is_target(std::string_view text) {
    const auto parts = split(text, '/');
    return parts.size() <= 2 && std::ranges::all_of(parts, is_name);
}

}  // namespace

Result<ChannelRef> ChannelRef::parse(std::string_view text) {
    const auto parts = split(text, '/');
    if (parts.size() != 2 || parts[0].empty() || parts[1].empty())
        return usage("'" + std::string(text) + "' is not a channel; expected REPOSITORY/CHANNEL, such as main/dev");
    return ChannelRef{std::string(parts[0]), std::string(parts[1])};
}

Result<std::string> parse_channel_of(const std::string& repository, std::string_view text) {
    if (!text.empty() && text.find('/') == text.npos) return std::string(text);
    auto ref = TRY(ChannelRef::parse(text));
    if (ref.repository != repository)
        return usage("'" + std::string(text) + "' is not in repository '" + repository + "'; both must be");
    return std::move(ref.channel);
}

NamedFile NamedFile::parse(std::string_view text) {
    const auto equals = text.find('=');
    if (equals == text.npos || !is_target(text.substr(0, equals))) return {{}, std::string(text)};
    return {std::string(text.substr(0, equals)), std::string(text.substr(equals + 1))};
}

}  // namespace slipway::cli
