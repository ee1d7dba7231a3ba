#pragma once

#include "server/files/pages.hpp"

#include <string>

namespace slipway::server {

/// Renders a directory as plain HTML for people and for programs that follow links: a line for each entry. All links
/// are relative and below the directory, except the first, `../`.
std::string directory_listing(const files::DirectoryPage& page);

}  // namespace slipway::server
