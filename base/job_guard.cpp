#include "base/job_guard.hpp"

#include <atomic>

namespace slipway {
namespace {

std::atomic<std::uint64_t>& counter() {
    static std::atomic<std::uint64_t> caught_so_far{0};
    return caught_so_far;
}

const Log& standard_error() {
    static const Log log(LogFormat::logfmt);
    return log;
}

}  // namespace

JobGuard::JobGuard() : log_(&standard_error()) {}

std::uint64_t JobGuard::caught() { return counter().load(std::memory_order_relaxed); }

void JobGuard::note(std::string_view name, std::string_view what) const noexcept {
    counter().fetch_add(1, std::memory_order_relaxed);
    try {
        log_->error("job-exception", {{"job", std::string(name)}, {"what", std::string(what)}});
    } catch (...) {  // NOLINT(bugprone-empty-catch): no memory is left for a line; the count stands
    }
}

}  // namespace slipway
