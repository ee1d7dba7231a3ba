#pragma once

#include "base/problem.hpp"
#include "server/files/pages.hpp"
#include "server/pages/markup.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace slipway::server {

/// The content of `/` and of `/{repo}/`, between header and footer.
Markup index_main(const files::PageContext& context);
Markup repository_main(const files::PageContext& context, const publishing::RepositoryState& repository);

/// The content of `/problems/` and of `/problems/{code}`.
Markup problems_main(const files::PageContext& context);
Markup problem_main(const files::PageContext& context, const Problem& problem);

/// The channels that do not expire, in the order in which they were made. Branches come and go, and have the page of
/// all channels.
std::vector<const publishing::ChannelState*> lasting_channels(const publishing::RepositoryState& repository);
/// The first of them behind the one with the id `after`, so many as a page shows.
struct ChannelsShown {
    std::vector<const publishing::ChannelState*> channels;
    std::optional<std::int64_t> next;  // where there are more: the `after` of these
};
ChannelsShown channels_behind(const publishing::RepositoryState& repository, std::optional<std::int64_t> after);
/// A table of these: packages, revision, time; and how many there are that will expire.
Markup channel_table(const publishing::RepositoryState& repository,
                     const std::vector<const publishing::ChannelState*>& channels, std::string_view base_url);
/// The channel to show first: "stable" if there are packages in it, else the first one that has some, else the first.
/// Null when there is no channel.
const publishing::ChannelState* main_channel(const publishing::RepositoryState& repository);

}  // namespace slipway::server
