#pragma once

#include "server/files/sources.hpp"

#include <span>
#include <string>
#include <string_view>

namespace slipway::files {

/// Whether the path belongs to the pages below `/ui/`, which need the catalog: no repository can have this name.
inline bool is_past_page(std::span<const std::string> path) { return !path.empty() && path.front() == "ui"; }

/// Answers with a page below `/ui/{repo}/`, or with one that says why there is none. Blocks on the catalog: disk pool
/// only.
http::Response past_page(const Sources& sources, const publishing::PublishedTree& tree, const http::Request& request,
                         std::span<const std::string> path);

/// Says why there is no page: as text, or as a problem if the server failed.
http::Response refusal_as_text(BoundedLog& log, const Error& error);

/// The Content-Security-Policy of every page.
inline constexpr std::string_view page_policy =
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'";

/// What a page at this address is rendered from. Tree and base outlive it.
PageContext page_context(const Sources& sources, const publishing::PublishedTree& tree, const http::BaseUrl& base);

/// The header fields of every page.
void add_page_fields(http::Response& response, const http::BaseUrl& base);

}  // namespace slipway::files
