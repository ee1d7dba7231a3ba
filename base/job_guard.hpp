#pragma once

#include "base/log.hpp"

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace slipway {

/// The border at which exceptions of a thread's jobs end: a log line that names the job, a count, and the thread goes
/// on. Whoever waits for the job is told by its Done (base/done.hpp). Thread-safe; `log` outlives it.
class JobGuard {
public:
    /// To standard error, as logfmt.
    JobGuard();
    explicit JobGuard(const Log& log) : log_(&log) {}

    /// Whether `job` ran to its end.
    template <class Job>
    bool run(std::string_view name, Job&& job) const noexcept {
        try {
            std::forward<Job>(job)();
            return true;
        } catch (const std::exception& unexpected) {
            note(name, unexpected.what());
        } catch (...) {
            note(name, "something that is no std::exception");
        }
        return false;
    }

    /// `job`'s result; Fault::internal when an exception ended it.
    template <class Job>
    auto result_of(std::string_view name, Job&& job) const -> decltype(job()) {
        decltype(job()) result = Error(Fault::internal, "an exception ended this work; the log names it");
        run(name, [&] { result = std::forward<Job>(job)(); });
        return result;
    }

    /// Exceptions that any guard of this process met.
    static std::uint64_t caught();

private:
    void note(std::string_view name, std::string_view what) const noexcept;

    const Log* log_;
};

}  // namespace slipway
