#pragma once

#include "publishing/model/model.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace slipway::publishing {

struct PublisherState;

/// Indexes of channels, by repository.
using IndexesToPublish = std::map<std::string, std::set<std::pair<std::string, IndexKey>>>;

/// Lets these indexes be rendered, hashed and signed anew. Calls `then` after the last repository has been published,
/// but not if one fails. For the publisher's thread.
void republish(PublisherState& state, const IndexesToPublish& indexes, const std::function<void()>& then);

}  // namespace slipway::publishing
