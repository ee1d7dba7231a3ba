#include "base/log.hpp"

#include "base/clock.hpp"
#include "base/control_characters.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
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
    const auto is_quoted = [](char c) { return c == ' ' || c == '"' || c == '=' || c == '\\' || c == '\t'; };
    return std::ranges::any_of(value, is_quoted) || find_control_character(value) || !is_valid_utf8(value);
}

void append_logfmt(std::string& out, const LogField& field) {
    if (!out.empty()) out.push_back(' ');
    out.append(field.name).push_back('=');
    if (needs_quotes(field.value))
        out += Json(field.value).text();
    else
        out += field.value;
}

void append_json(std::string& out, const LogField& field) {
    out.push_back(out.empty() ? '{' : ',');
    out += Json(field.name).text();
    out.push_back(':');
    out += field.is_json ? one_line_of_json(field.value) : Json(field.value).text();
}

}  // namespace

std::string render_log_line(LogFormat format, std::string_view time, LogLevel level, std::string_view event,
                            std::span<const LogField> fields) {
    const auto append = format == LogFormat::json ? append_json : append_logfmt;
    std::string out;
    append(out, {"time", std::string(time)});
    append(out, {"level", std::string(name_of(level))});
    append(out, {"event", std::string(event)});
    for (const auto& field : fields) append(out, field);
    if (format == LogFormat::json) out.push_back('}');
    return out;
}

void Log::line(LogLevel level, std::string_view event, std::span<const LogField> fields) const {
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

void Log::info(std::string_view event, std::span<const LogField> fields) const { line(LogLevel::info, event, fields); }

void Log::record(std::string_view event, std::initializer_list<LogField> fields) const {
    record(event, std::span(fields));
}

void Log::record(std::string_view event, std::span<const LogField> fields) const {
    write_line(render_log_line(format_, iso_date(SystemClock().now()), LogLevel::info, event, fields) + "\n");
}

void Log::failure(std::string_view event, const Error& cause) const {
    error(event, {{"fault", std::string(slipway::name_of(cause.fault()))},
                  {"message", cause.message()},
                  {"origin", fmt::format("{}:{}", cause.file(), cause.line())}});
}

}  // namespace slipway
