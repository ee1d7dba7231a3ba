#pragma once

#include "storage/catalog/catalog.hpp"

#include <chrono>
#include <cstdint>

namespace slipway::publishing {

/// One line of the feed: a repository has a new generation.
struct Announcement {
    storage::RowId repository = 0;
    std::int64_t generation = 0;
};

/// Whether a node knows that it serves what is published.
struct Currency {
    std::chrono::milliseconds unheard_for{};  // since the database was asked last and answered
    std::chrono::milliseconds behind_for{};  // since something is published that could not be served yet; 0: nothing is
    /// False: it was not able to ask, or to follow, for longer than nodes count as alive.
    bool is_known = true;
};

}  // namespace slipway::publishing
