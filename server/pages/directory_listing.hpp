#pragma once

#include "server/files/pages.hpp"

#include <string>

namespace slipway::server {

/// A directory as a page of plain HTML for people and for programs that follow links: a line for each entry, all links
/// relative and below the directory but the first, `../`.
std::string directory_listing(const files::DirectoryPage& page);

}  // namespace slipway::server
