#pragma once

#include "publishing/content/channel_diff.hpp"
#include "server/pages/past_view.hpp"

namespace slipway::server {

/// What is special about one page.
struct PastMain {
    std::string title;
    Markup main;
};

/// `channels/`: the channels behind the one with the id `after` side by side, and what each would get from the previous
/// one, page by page.
Result<PastMain> channels_main(const PastView& view, std::optional<std::int64_t> after);
/// `channels/{channel}/`: its revisions from below `before` on, each with its difference.
Result<PastMain> revisions_main(const PastView& view, const publishing::ChannelState& channel,
                                std::optional<std::int64_t> before);
/// `channels/{channel}/revisions/{number}`: one revision, how to install from it, and all of its difference, page by
/// page.
Result<PastMain> revision_main(const PastView& view, const publishing::ChannelState& channel, std::int64_t number,
                               const std::optional<publishing::DiffKey>& after);
/// `packages/`, `channels/{channel}/packages/`: what the repository or the channel contains now, page by page.
Result<PastMain> content_main(const PastView& view, const files::ContentPage& page);
/// `packages/{sha256}`: what a package is, where it came from and where it is.
Result<PastMain> package_main(const PastView& view, const Sha256& sha256);

}  // namespace slipway::server
