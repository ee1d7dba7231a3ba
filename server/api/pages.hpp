#pragma once

#include "publishing/channel_diff.hpp"
#include "publishing/published_tree.hpp"
#include "server/api/package_listing.hpp"
#include "server/http/message.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace slipway::api {

/// What a page is rendered from.
struct PageContext {
    const publishing::PublishedTree& tree;
    std::string_view
        base_url;  // without a slash at its end; from `public_url`, or from the request where that is not set
    bool base_url_configured = false;  // false: the page says so and is `no-store` (the caller sets that field)
};

/// The pages of the past, below `/ui/{repo}/`.
struct ChannelsPage {};
struct RevisionsPage {
    const publishing::ChannelState* channel;
    std::optional<std::int64_t> before;
};
struct RevisionPage {
    const publishing::ChannelState* channel;
    std::int64_t number;
    std::optional<publishing::DiffKey> after;
};
struct ContentPage {
    const publishing::ChannelState* channel;
    ListingFilter filter;
    std::optional<ListedPackage> after;
};
struct PackagePage {
    Sha256 sha256;
};
using PastPage = std::variant<ChannelsPage, RevisionsPage, RevisionPage, ContentPage, PackagePage>;

/// The pages for people: an HTML view of what is published. Implementations are thread-safe and must not block, as
/// pages are made on IO threads; `past` alone does. The caller adds Cache-Control and Content-Security-Policy.
class Pages {
public:
    virtual ~Pages() = default;
    /// `/`: the repositories.
    virtual http::Response index(const PageContext& context) const = 0;
    /// `/{repo}/`: one repository, its channels, set-up lines and keys.
    virtual http::Response repository(const PageContext& context,
                                      const publishing::PublishedRepository& repository) const = 0;
    /// `/ui/{repo}/…`: the past of one repository. Blocks on the catalog. Faults: not_found, gone; corrupt, io.
    virtual Result<http::Response> past(const PageContext& context, const publishing::PublishedRepository& repository,
                                        const storage::ReadTransaction& tx, const PastPage& page) const = 0;
    /// `/static/{name}`: style sheet and images; nothing if there is none of this name.
    virtual std::optional<http::Response> asset(std::string_view name) const = 0;
};

}  // namespace slipway::api
