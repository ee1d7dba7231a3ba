#pragma once

#include "server/files/sources.hpp"

#include <optional>
#include <span>
#include <string>

namespace slipway::files {

/// What a path that does not name a file may be, as far as memory shows.
enum class Directory : unsigned char {
    none,
    without_slash,  // a directory; its address ends with a slash
    to_be_read,     // perhaps one: `list_directory` knows
};

/// Takes no lock and does not block.
Directory find_directory(const Sources& sources, const publishing::PublishedTree& tree, const http::Request& request,
                         std::span<const std::string> path);

/// Returns a page of the directory (`?after=` the last entry of the previous page), 301 to the address that ends with a
/// slash, or nothing if there is no directory. It costs as much as the page. Blocks on the catalog: disk pool only.
std::optional<http::Response> list_directory(const Sources& sources, const publishing::PublishedTree& tree,
                                             const http::Request& request, std::span<const std::string> path);

/// Answers 301 to the directory of this path.
http::Response to_directory(const Sources& sources, std::span<const std::string> path);

}  // namespace slipway::files
