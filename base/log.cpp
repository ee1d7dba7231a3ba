#include "base/log.hpp"

#include "base/clock.hpp"
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

/// Escapes what a program in text mode may take for the end of a line and JSON leaves as it is: DEL, the control
/// characters U+0080 to U+009F, and the separators U+2028 and U+2029.
std::size_t breaking_bytes(std::string_view text) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    if (byte(0) == 0x7f) return 1;
    if (byte(0) == 0xc2 && byte(1) >= 0x80 && byte(1) <= 0x9f) return 2;
    if (byte(0) == 0xe2 && byte(1) == 0x80 && (byte(2) == 0xa8 || byte(2) == 0xa9)) return 3;
    return 0;
}

unsigned character_of(std::string_view bytes) {
    const auto low = static_cast<unsigned char>(bytes.back());
    return bytes.size() == 3 ? 0x2000U + (low & 0x3fU) : low;
}

/// A JSON text in which nothing ends a line, for any reader.
void append_one_line(std::string& out, std::string_view json) {
    for (std::size_t i = 0; i < json.size();) {
        const auto rest = json.substr(i);
        const auto breaking = breaking_bytes(rest);
        if (breaking > 0)
            out += fmt::format("\\u{:04x}", character_of(rest.substr(0, breaking)));
        else
            out.push_back(rest.front());
        i += std::max<std::size_t>(breaking, 1);
    }
}

bool needs_quotes(std::string_view value) {
    if (value.empty()) return true;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const auto c = static_cast<unsigned char>(value[i]);
        if (c <= ' ' || c == '"' || c == '=' || c == '\\' || breaking_bytes(value.substr(i)) > 0) return true;
    }
    return !is_valid_utf8(value);
}

void append_logfmt(std::string& out, const LogField& field) {
    if (!out.empty()) out.push_back(' ');
    out.append(field.name).push_back('=');
    if (needs_quotes(field.value))
        append_one_line(out, Json(field.value).text());
    else
        out.append(field.value);
}

void append_json(std::string& out, const LogField& field) {
    out.push_back(out.empty() ? '{' : ',');
    out += Json(field.name).text();
    out.push_back(':');
    append_one_line(out, field.is_json ? field.value : Json(field.value).text());
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
