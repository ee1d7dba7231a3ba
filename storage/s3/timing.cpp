#include "storage/s3/timing.hpp"

#include <thread>

namespace slipway::s3 {

SystemTiming::SystemTiming() : random_(std::random_device{}()) {}

std::chrono::steady_clock::time_point SystemTiming::now() const { return std::chrono::steady_clock::now(); }
void SystemTiming::pause(std::chrono::milliseconds length) { std::this_thread::sleep_for(length); }

double SystemTiming::jitter() {
    const std::lock_guard lock(mutex_);
    return std::uniform_real_distribution<double>(0, 1)(random_);
}

}  // namespace slipway::s3
