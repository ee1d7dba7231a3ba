#pragma once

#include "base/result.hpp"
#include "publishing/directory/garbage_collection.hpp"
#include "publishing/directory/own_directory.hpp"
#include "publishing/directory/store_places.hpp"
#include "server/config.hpp"

#include <string>

namespace slipway::server {

/// Returns where the settings say that everything is stored, and checks that without asking anybody. Call it once,
/// before there is a second thread (sealing_key.hpp). Faults: unsupported (a file cannot be read, or a setting is
/// wrong), naming the key.
Result<publishing::StorePlaces> store_places(const Config& config);
/// Does the same for one of two servers: `sealing_key_variable` is what take_sealing_key_variable returned.
Result<publishing::StorePlaces> store_places(const Config& config, const std::string& sealing_key_variable);
/// Returns what the settings say about what is published from there.
publishing::OwnDirectory::Options directory_options(const Config& config, publishing::StorePlaces places);
/// Returns what the settings say about garbage.
publishing::GarbageRules garbage_rules(const Config& config);

}  // namespace slipway::server
