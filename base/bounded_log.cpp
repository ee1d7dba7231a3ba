#include "base/bounded_log.hpp"

#include <fmt/format.h>

namespace slipway {

void BoundedLog::info(std::string_view event, std::initializer_list<LogField> fields, Clock::time_point now) {
    info(event, std::span(fields), now);
}

void BoundedLog::info(std::string_view event, std::span<const LogField> fields, Clock::time_point now) {
    if (may_write(event, now)) log_.info(event, fields);
}

void BoundedLog::error(std::string_view event, std::initializer_list<LogField> fields, Clock::time_point now) {
    if (may_write(event, now)) log_.error(event, fields);
}

void BoundedLog::failure(std::string_view event, const Error& cause, Clock::time_point now) {
    const auto kind = fmt::format("{} at {}:{}", event, cause.file(), cause.line());
    if (may_write(kind, now)) log_.failure(event, cause);
}

bool BoundedLog::may_write(std::string_view kind, Clock::time_point now) {
    const std::lock_guard lock(mutex_);
    auto found = windows_.find(kind);
    if (found == windows_.end()) found = windows_.emplace(kind, Window{now}).first;
    auto& current = found->second;
    if (now - current.began >= window) {
        end(kind, current);
        current = Window{now};
    }
    if (current.written == lines) {
        ++current.left_out;
        return false;
    }
    ++current.written;
    return true;
}

void BoundedLog::write_counts(Clock::time_point now) {
    const std::lock_guard lock(mutex_);
    for (auto& [kind, current] : windows_)
        if (now - current.began >= window) end(kind, current);
}

void BoundedLog::end(std::string_view kind, Window& ended) {
    if (ended.left_out == 0) return;
    log_.info("lines left out", {{"of", std::string(kind)}, {"count", std::to_string(ended.left_out)}});
    ended.left_out = 0;
}

}  // namespace slipway
