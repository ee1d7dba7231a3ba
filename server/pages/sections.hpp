#pragma once

#include "base/problem.hpp"
#include "server/files/pages.hpp"
#include "server/pages/markup.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace slipway::server {

/// Render the content of `/` and of `/{repo}/`, between header and footer.
Markup index_main(const files::PageContext& context);
Markup repository_main(const files::PageContext& context, const publishing::RepositoryState& repository);

/// Render the content of `/problems/` and of `/problems/{code}`.
Markup problems_main(const files::PageContext& context);
Markup problem_main(const files::PageContext& context, const Problem& problem);

/// Returns the channels that do not expire, in the order in which they were made. Branches come and go; the page of all
/// channels shows them.
std::vector<const publishing::ChannelState*> lasting_channels(const publishing::RepositoryState& repository);
/// The lasting channels that one page shows: the first of those behind the channel with the id `after`.
struct ChannelsShown {
    std::vector<const publishing::ChannelState*> channels;
    std::optional<std::int64_t> next;  // the `after` of the next page, if there is one
};
ChannelsShown channels_behind(const publishing::RepositoryState& repository, std::optional<std::int64_t> after);
/// Renders a table of these: packages, revision, time; and how many more there are that will expire.
Markup channel_table(const publishing::RepositoryState& repository,
                     const std::vector<const publishing::ChannelState*>& channels, std::string_view base_url);
/// Returns the channel to show first: "stable" if it has packages, else the first one that has some, else the first.
/// Returns null if there is no channel.
const publishing::ChannelState* main_channel(const publishing::RepositoryState& repository);

}  // namespace slipway::server
