#pragma once

#include "server/api/call.hpp"

#include <span>
#include <string>

namespace slipway::api {

/// Whether the path belongs to the pages below `/ui/`, which need the catalog: no repository can have this name.
inline bool is_past_page(std::span<const std::string> path) { return !path.empty() && path.front() == "ui"; }

/// A page below `/ui/{repo}/`, or why there is none, as text. Blocks on the catalog: disk pool only.
http::Response past_page(const Services& services, const publishing::PublishedTree& tree, const http::Request& request,
                         std::span<const std::string> path);

/// The header fields of every page.
void add_page_fields(http::Response& response, const BaseUrl& base);

}  // namespace slipway::api
