#pragma once

#include "publishing/garbage/garbage.hpp"

#include <chrono>
#include <optional>

namespace slipway::publishing {

struct PublisherState;

/// Implements Publisher::collect_garbage. For a thread of its own, which waits.
Result<SweptRows> collect_garbage(PublisherState& state, std::chrono::seconds keep_index_files,
                                  const std::optional<storage::CollectionLimit>& limit);

}  // namespace slipway::publishing
