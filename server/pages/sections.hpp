#pragma once

#include "server/api/pages.hpp"
#include "server/pages/markup.hpp"

namespace slipway::server {

/// What stands between header and footer of `/` and of `/{repo}/`.
Markup index_main(const api::PageContext& context);
Markup repository_main(const api::PageContext& context, const publishing::RepositoryState& repository);

/// A table of the channels: packages, revision, time.
Markup channel_table(const publishing::RepositoryState& repository, std::string_view base_url);
/// The channel to show first: "stable" if there are packages in it, else the first one that has some, else the first.
/// Null when there is no channel.
const publishing::ChannelState* main_channel(const publishing::RepositoryState& repository);

}  // namespace slipway::server
