#pragma once

#include "publishing/model.hpp"
#include "storage/catalog/events.hpp"

#include <string>

namespace slipway::publishing {

/// An event of the audit log without details, for the caller to add and append. `channel` may be empty.
storage::EventRow event_of(const Actor& actor, std::string action, std::string repository, std::string channel,
                           Seconds now);

}  // namespace slipway::publishing
