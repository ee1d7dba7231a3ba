#pragma once

#include "publishing/content/channel_diff.hpp"
#include "publishing/served/published_tree.hpp"
#include "server/files/pages.hpp"
#include "server/pages/markup.hpp"

namespace slipway::server {

/// What the pages below `/ui/{repo}/` are rendered from: what is published, and a moment of the catalog.
struct PastView {
    const files::PageContext& context;
    const publishing::RepositoryState& repository;
    const storage::ReadTransaction& tx;

    /// The path of one of these pages, e.g. `channels/dev/`.
    std::string path(std::string_view below) const;
    /// That of a channel's revisions, or of one of them.
    std::string path_of_channel(std::string_view channel) const;
    std::string path_of_revision(std::string_view channel, std::int64_t number) const;
    /// The way to a page: links to the repository and to the pages between it and this one.
    struct Step {
        std::string name, path;
    };
    Markup way(const std::vector<Step>& between = {}) const;
    Step to_channels() const { return {"channels", path("channels/")}; }
    Step to_channel(const std::string& name) const { return {name, path_of_channel(name)}; }
    Step to_packages() const { return {"packages", path("packages/")}; }
};

/// What is special about one page.
struct PastMain {
    std::string title;
    Markup main;
};

/// `channels/`: the channels side by side, and what each would get from its neighbour.
Result<PastMain> channels_main(const PastView& view);
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

/// A page of a difference as a table, with links to the packages; `more` says where the rest is.
Markup diff_table(const PastView& view, const publishing::DiffPage& page, const Markup& more);
/// "2 added, 1 upgraded"; "no difference".
Markup diff_counts(const publishing::DiffCounts& counts);

}  // namespace slipway::server
