#pragma once

#include "base/byte_source.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace slipway {

/// A file made of a sequence of texts and slices of stored bytes; immutable once shared.
struct Rope {
    std::string before;
    std::vector<Slice> slices;
    std::string after;

    std::uint64_t size() const {
        std::uint64_t total = before.size() + after.size();
        for (const auto& slice : slices) total += slice.length;
        return total;
    }
};

using SharedBytes = std::shared_ptr<const std::string>;
using SharedRope = std::shared_ptr<const Rope>;

}  // namespace slipway
