#pragma once

#include "publishing/directory/rebuild.hpp"

namespace slipway::server {

/// Prints on standard output what was found and what is lost.
void print(const publishing::RebuildReport& report, const publishing::RebuildOptions& options, const Path& data);

}  // namespace slipway::server
