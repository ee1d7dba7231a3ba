#pragma once

#include "base/log.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

namespace slipway {

/// Writes log lines that anonymous clients can cause: at most twenty of each event in ten seconds. It counts the others
/// and says how many there were, so that nobody can fill a disk or bury other lines by being refused. Thread-safe;
/// `event` is a literal.
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
    void error(std::string_view event, std::initializer_list<LogField> fields, Clock::time_point now = Clock::now());
    /// Counts failures of one origin by themselves, so that a failure that is caused again and again hides no other.
    void failure(std::string_view event, const Error& cause, Clock::time_point now = Clock::now());
    /// Writes the counts of windows that are over at `now`. Call it regularly, because no line may follow the last one
    /// of a flood.
    void write_counts(Clock::time_point now = Clock::now());

private:
    struct Window {
        Clock::time_point began{};
        std::uint64_t written = 0;
        std::uint64_t left_out = 0;
    };
    /// `kind`: what is counted together.
    bool may_write(std::string_view kind, Clock::time_point now);
    void end(std::string_view kind, Window& ended);

    const Log& log_;
    std::mutex mutex_;  // guards the windows
    std::map<std::string, Window, std::less<>> windows_;
};

}  // namespace slipway
