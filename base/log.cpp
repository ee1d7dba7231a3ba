#include "base/log.hpp"

#include "base/clock.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <unistd.h>

namespace slipway {
namespace {

std::string_view name_of(LogLevel level) {
    switch (level) {
        case LogLevel::debug: return "debug";
        case LogLevel::info: return "info";
        case LogLevel::warning: return "warning";
        case LogLevel::error: return "error";
    }
    return "error";
}

bool needs_quotes(std::string_view value) {
    if (value.empty()) return true;
    for (const unsigned char c : value)
        if (c <= ' ' || c == '"' || c == '=' || c == '\\' || c == 0x7f) return true;
    return !is_valid_utf8(value);
}

void append_logfmt(std::string& out, std::string_view name, std::string_view value) {
    if (!out.empty()) out.push_back(' ');
    out.append(name).push_back('=');
    if (needs_quotes(value))
        append_json_string(out, value);
    else
        out.append(value);
}

void append_json(std::string& out, std::string_view name, std::string_view value) {
    out.push_back(out.empty() ? '{' : ',');
    append_json_string(out, name);
    out.push_back(':');
    append_json_string(out, value);
}

}  // namespace

std::string render_log_line(LogFormat format, std::string_view time, LogLevel level, std::string_view event,
                            std::initializer_list<LogField> fields) {
    const auto append = format == LogFormat::json ? append_json : append_logfmt;
    std::string out;
    append(out, "time", time);
    append(out, "level", name_of(level));
    append(out, "event", event);
    for (const auto& [name, value] : fields) append(out, name, value);
    if (format == LogFormat::json) out.push_back('}');
    return out;
}

void Log::line(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) const {
    if (level < least_) return;
    write_line(render_log_line(format_, iso_date(SystemClock().now()), level, event, fields) + "\n");
}

void Log::write_line(std::string_view line) const {
    // A log that cannot be written has nowhere to report it.
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

void Log::debug(std::string_view event, std::initializer_list<LogField> fields) const {
    line(LogLevel::debug, event, fields);
}
void Log::info(std::string_view event, std::initializer_list<LogField> fields) const {
    line(LogLevel::info, event, fields);
}
void Log::warning(std::string_view event, std::initializer_list<LogField> fields) const {
    line(LogLevel::warning, event, fields);
}
void Log::error(std::string_view event, std::initializer_list<LogField> fields) const {
    line(LogLevel::error, event, fields);
}

void Log::record(std::string_view event, std::initializer_list<LogField> fields) const {
    write_line(render_log_line(format_, iso_date(SystemClock().now()), LogLevel::info, event, fields) + "\n");
}

void Log::failure(std::string_view event, const Error& cause) const {
    error(event, {{"fault", std::string(slipway::name_of(cause.fault()))},
                  {"message", cause.message()},
                  {"origin", fmt::format("{}:{}", cause.file(), cause.line())}});
}

}  // namespace slipway
