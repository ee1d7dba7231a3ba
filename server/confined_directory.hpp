#pragma once

#include "base/log.hpp"
#include "publishing/directory/own_directory.hpp"
#include "server/config.hpp"

#include <memory>

namespace slipway::server {

/// Opens what the settings name, and confines the process to it and to the database of its catalog. Before there is a
/// second thread. Faults: those of `store_places`, of OwnDirectory::open and of `confine_daemon`.
Result<std::unique_ptr<publishing::OwnDirectory>> open_confined(const Config& config, publishing::Consent consent,
                                                                const Log& log);

}  // namespace slipway::server
