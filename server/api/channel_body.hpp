#pragma once

#include "publishing/publisher.hpp"
#include "server/api/json.hpp"

namespace slipway::api {

/// A channel's settings as received, alone or within a repository. Faults: invalid_input.
Result<publishing::ChannelPut> parse_channel(const JsonObject& body, std::string name);

}  // namespace slipway::api
