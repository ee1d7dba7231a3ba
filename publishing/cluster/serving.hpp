#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace slipway::publishing {

/// Which nodes serve a publication when its answer is sent.
struct Serving {
    std::size_t serving = 0;             // nodes that are ready and serve it, this one among them
    std::vector<std::string> lagging{};  // the ids of those that are ready and did not serve it in time

    friend bool operator==(const Serving&, const Serving&) = default;
};

}  // namespace slipway::publishing
