#pragma once

#include "server/files/pages.hpp"
#include "server/pages/markup.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::server {

/// What the pages below `/ui/{repo}/` are rendered from: what is published, and a moment of the catalog.
struct PastView {
    const files::PageContext& context;
    const publishing::RepositoryState& repository;
    const publishing::View& tx;

    /// Returns the path of one of these pages, such as `channels/dev/`.
    std::string path(std::string_view below) const;
    /// Return the path of a channel's revisions, and of one of them.
    std::string path_of_channel(std::string_view channel) const;
    std::string path_of_revision(std::string_view channel, std::int64_t number) const;
    /// One link on the way to a page. `way` renders the links to the repository and to the pages between it and this
    /// one.
    struct Step {
        std::string name, path;
    };
    Markup way(const std::vector<Step>& between = {}) const;
    Step to_channels() const { return {"channels", path("channels/")}; }
    Step to_channel(const std::string& name) const { return {name, path_of_channel(name)}; }
    Step to_packages() const { return {"packages", path("packages/")}; }
};

}  // namespace slipway::server
