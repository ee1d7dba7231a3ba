#pragma once

#include "base/log.hpp"

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace slipway {

/// Catches the exceptions of a thread's jobs: it logs the name of the job and counts, and the thread continues. The
/// job's Done tells whoever waits for it (base/done.hpp). Thread-safe; `log` outlives it.
class JobGuard {
public:
    /// Logs to standard error, as logfmt.
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

    /// Returns the result of `job`, or Fault::internal if an exception ended it.
    template <class Job>
    auto result_of(std::string_view name, Job&& job) const -> decltype(job()) {
        decltype(job()) result = Error(Fault::internal, "an exception ended this work; the log names it");
        run(name, [&] { result = std::forward<Job>(job)(); });
        return result;
    }

    /// How many exceptions all guards of this process have caught.
    static std::uint64_t caught();

private:
    void note(std::string_view name, std::string_view what) const noexcept;

    const Log* log_;
};

}  // namespace slipway
