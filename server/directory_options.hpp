#pragma once

#include "publishing/directory/garbage_collection.hpp"
#include "publishing/directory/own_directory.hpp"
#include "server/config.hpp"

namespace slipway::server {

/// Returns what the settings say about the data directory and what is published from it.
publishing::OwnDirectory::Options directory_options(const Config& config);
/// Returns what the settings say about where package files and packs are.
publishing::StoreOptions store_options(const Config& config);
/// Returns what the settings say about garbage.
publishing::GarbageRules garbage_rules(const Config& config);

}  // namespace slipway::server
