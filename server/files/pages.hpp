#pragma once

#include "publishing/content/channel_diff.hpp"
#include "publishing/queries/queries.hpp"
#include "publishing/served/published_tree.hpp"
#include "server/http/message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace slipway::files {

/// One node of a cluster, as strangers may know it: without its address.
struct NodeShown {
    bool is_ready = false;
    std::int64_t behind = 0;  // publications that it does not serve yet, in all repositories together
};

/// What a page is rendered from.
struct PageContext {
    const publishing::PublishedTree& tree;
    std::string_view
        base_url;  // without a slash at its end; from `public_url`, or from the request where that is not set
    bool base_url_configured = false;  // false: the page says so and is `no-store` (the caller sets that field)
    bool has_listings = false;         // whether directories of published files are pages
    std::string after{};  // `?after=`: where a page of a list goes on, as the page before it says; "": from the start
    std::vector<NodeShown> nodes{};  // of a cluster; empty: this server is the only one
};

/// The pages of the past, below `/ui/{repo}/`.
struct ChannelsPage {
    std::optional<std::int64_t> after;
};
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
    const publishing::ChannelState* channel;  // null: all channels of the repository
    std::string query;                        // as `q` of the API; "": everything
    std::optional<std::string> cursor;
};
struct PackagePage {
    Sha256 sha256;
};
using PastPage = std::variant<ChannelsPage, RevisionsPage, RevisionPage, ContentPage, PackagePage>;

/// One line of a listing.
struct DirectoryEntry {
    std::string name;                     // what its link says: relative, not encoded; of a directory "main/"; of a
                                          // package below its digest "2cf24dba5fb0a30e/hello_1.0_amd64.deb"
    std::optional<std::uint64_t> size{};  // bytes; nothing: a directory, or not known

    bool operator==(const DirectoryEntry&) const = default;
};

/// A page of what a directory of published files contains.
struct DirectoryPage {
    std::string path{};  // "/main/deb/pool/main/"
    std::vector<DirectoryEntry> entries{};
    std::optional<std::string> next{};  // `?after=` of the page behind this one
};

/// The pages for people: an HTML view of what is published. Implementations are thread-safe and must not block, as
/// pages are made on IO threads; `past` alone does. The caller adds Cache-Control and Content-Security-Policy.
class Pages {
public:
    virtual ~Pages() = default;
    /// `/`: the repositories; `after` is the name of one.
    virtual http::Response index(const PageContext& context) const = 0;
    /// `/{repo}/`: one repository, its channels, set-up lines and keys; `after` is a number.
    virtual http::Response repository(const PageContext& context,
                                      const publishing::PublishedRepository& repository) const = 0;
    /// `/ui/{repo}/…`: the past of one repository. Blocks on the catalog. Faults: not_found, gone; corrupt, io.
    virtual Result<http::Response> past(const PageContext& context, const publishing::PublishedRepository& repository,
                                        const publishing::View& tx, const PastPage& page) const = 0;
    /// `/{repo}/{distro}/…/`: files that are published.
    virtual http::Response directory(const DirectoryPage& page) const = 0;
    /// Renders the page for an error, with its status.
    virtual http::Response refusal(const PageContext& context, unsigned status, std::string_view why) const = 0;
    /// `/problems/{code}`: what a problem means and what to do; without a code, all problems. Returns nothing for an
    /// unknown code.
    virtual std::optional<http::Response> problem(const PageContext& context, std::string_view code) const = 0;
    /// `/static/{name}`: style sheet and images; nothing if there is none of this name.
    virtual std::optional<http::Response> asset(std::string_view name) const = 0;
};

}  // namespace slipway::files
