#include "base/bounded_log.hpp"

namespace slipway {

void BoundedLog::info(std::string_view event, std::initializer_list<LogField> fields, Clock::time_point now) {
    info(event, std::span(fields), now);
}

void BoundedLog::info(std::string_view event, std::span<const LogField> fields, Clock::time_point now) {
    if (may_write(event, now)) log_.info(event, fields);
}

bool BoundedLog::may_write(std::string_view event, Clock::time_point now) {
    const std::lock_guard lock(mutex_);
    auto found = windows_.find(event);
    if (found == windows_.end()) found = windows_.emplace(event, Window{now}).first;
    auto& current = found->second;
    if (now - current.began >= window) {
        end(event, current);
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
    for (auto& [event, current] : windows_)
        if (now - current.began >= window) end(event, current);
}

void BoundedLog::end(std::string_view event, Window& ended) {
    if (ended.left_out == 0) return;
    log_.info("lines left out", {{"of", std::string(event)}, {"count", std::to_string(ended.left_out)}});
    ended.left_out = 0;
}

}  // namespace slipway
