#include "cli/revision_names.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace slipway::cli {
namespace {

/// Neither "12" nor "r12" can be the name of a pin.
std::optional<std::int64_t> number_of(std::string_view name) {
    if (name.starts_with('r')) name.remove_prefix(1);
    const auto number = parse_decimal(name);
    return number && *number <= INT64_MAX ? std::optional(static_cast<std::int64_t>(*number)) : std::nullopt;
}

}  // namespace

Result<std::int64_t> find_revision(Client& client, const ChannelRef& channel, const std::string& name) {
    if (const auto number = number_of(name)) return *number;
    const auto answer = TRY(client.get_pages(api_path({"repositories", channel.repository, "pins"}), 0));
    for (const auto& pin : answer.json["pins"].elements()) {
        if (pin["name"].text() != name) continue;
        if (pin["channel"].text() == channel.channel) return pin["revision"].integer();
        return Error(Fault::not_found, fmt::format("the pin '{}' is of channel {}, not of {}", name,
                                                   pin["channel"].text(), channel.channel));
    }
    return Error(Fault::not_found, fmt::format("'{}' is neither the number of a revision of {} nor one of its pins",
                                               name, channel.text()));
}

}  // namespace slipway::cli
