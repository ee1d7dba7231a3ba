#pragma once

#include "publishing/directory/garbage_collection.hpp"
#include "publishing/directory/own_directory.hpp"
#include "server/config.hpp"

namespace slipway::server {

/// What the settings say of the data directory and of what is published from it.
publishing::OwnDirectory::Options directory_options(const Config& config);
/// What they say of garbage.
publishing::GarbageRules garbage_rules(const Config& config);

}  // namespace slipway::server
