#pragma once

#include <chrono>

namespace slipway {

/// The pauses of somebody who tries again: the first, doubled each time up to the longest. Between half and all of each
/// is waited, at random, so that those who failed together do not try again together. One thread at a time.
class Pauses {
public:
    Pauses(std::chrono::milliseconds first, std::chrono::milliseconds longest) : whole_(first), longest_(longest) {}

    /// The length of the next one.
    std::chrono::milliseconds next();

private:
    std::chrono::milliseconds whole_;
    std::chrono::milliseconds longest_;
};

}  // namespace slipway
