#include "tests/support/comes_true.hpp"

#include <thread>

namespace slipway::testing {

bool comes_true(const std::function<bool()>& condition, std::chrono::seconds within) {
    const auto end = std::chrono::steady_clock::now() + within;
    while (!condition() && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return condition();
}

}  // namespace slipway::testing
