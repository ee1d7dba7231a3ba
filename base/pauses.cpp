#include "base/pauses.hpp"

#include <algorithm>
#include <random>

namespace slipway {

std::chrono::milliseconds Pauses::next() {
    const auto whole = whole_;
    whole_ = std::min(whole * 2, longest_);
    std::random_device random;
    std::uniform_int_distribution<std::chrono::milliseconds::rep> length((whole / 2).count(), whole.count());
    return std::chrono::milliseconds(length(random));
}

}  // namespace slipway
