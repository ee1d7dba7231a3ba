#pragma once

#include "base/log.hpp"

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

namespace slipway {

/// Lines that strangers cause: of each event at most twenty in ten seconds. What is left out is counted, and a line
/// says how many, so that nobody can fill a disk or bury other lines by being refused. Thread-safe; `event` is a
/// literal.
class BoundedLog {
public:
    using Clock = std::chrono::steady_clock;
    static constexpr std::uint64_t lines = 20;
    static constexpr std::chrono::seconds window{10};

    explicit BoundedLog(const Log& log) : log_(log) {}
    BoundedLog(const BoundedLog&) = delete;
    BoundedLog& operator=(const BoundedLog&) = delete;

    void info(std::string_view event, std::initializer_list<LogField> fields, Clock::time_point now = Clock::now());
    void info(std::string_view event, std::span<const LogField> fields, Clock::time_point now = Clock::now());
    /// Says what was left out of windows that are over at `now`. To be called now and then: the last of a flood may be
    /// followed by no line.
    void write_counts(Clock::time_point now = Clock::now());

private:
    struct Window {
        Clock::time_point began{};
        std::uint64_t written = 0;
        std::uint64_t left_out = 0;
    };
    bool may_write(std::string_view event, Clock::time_point now);
    void end(std::string_view event, Window& ended);

    const Log& log_;
    std::mutex mutex_;  // guards the windows
    std::map<std::string, Window, std::less<>> windows_;
};

}  // namespace slipway
