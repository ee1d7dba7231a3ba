#pragma once

#include "base/log.hpp"
#include "base/result.hpp"

#include <string>
#include <utility>

namespace slipway::publishing {

/// Says once that something fails that is tried again and again, and once that it does so no more. One thread at a
/// time.
class FailureReport {
public:
    FailureReport(const Log& log, std::string what) : log_(log), what_(std::move(what)) {}

    void report(const Result<>& outcome) {
        if (!outcome.ok() && !failed_) log_.failure(what_, outcome.error());
        if (outcome.ok() && failed_) log_.info("it is over: " + what_);
        failed_ = !outcome.ok();
    }

private:
    const Log& log_;
    const std::string what_;
    bool failed_ = false;
};

}  // namespace slipway::publishing
