#pragma once

#include "base/clock.hpp"

#include <cstddef>
#include <string>

namespace slipway::publishing {

/// The stage of a pass of the scrub, and how far it came in that stage; "" is the beginning.
struct ScrubPosition {
    static constexpr std::size_t stages = 5;

    std::size_t stage = 0;
    std::string cursor{};
    Seconds began{};

    std::string render() const;
    /// The inverse. Returns the beginning for what it cannot read: at worst something is read twice.
    static ScrubPosition parse(const std::string& text);
};

}  // namespace slipway::publishing
