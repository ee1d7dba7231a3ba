#pragma once

#include "base/result.hpp"

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace slipway {

enum class LogFormat : unsigned char { logfmt, json };
enum class LogLevel : unsigned char { debug, info, warning, error };

/// One name and value of a log line.
struct LogField {
    std::string_view name;
    std::string value;
    bool is_json = false;  // a JSON text, which the JSON form takes over as it is
};

/// One line per event on standard error, as logfmt or JSON, each written by a single write(2) so that lines of
/// several threads never mix. Thread-safe.
class Log {
public:
    explicit Log(LogFormat format, LogLevel least = LogLevel::info) : format_(format), least_(least) {}
    virtual ~Log() = default;

    void debug(std::string_view event, std::initializer_list<LogField> fields = {}) const;
    void info(std::string_view event, std::initializer_list<LogField> fields = {}) const;
    void info(std::string_view event, std::span<const LogField> fields) const;
    void warning(std::string_view event, std::initializer_list<LogField> fields = {}) const;
    void error(std::string_view event, std::initializer_list<LogField> fields = {}) const;
    /// Writes an info line whatever the least level is, because an audit trail must not have holes.
    void record(std::string_view event, std::initializer_list<LogField> fields) const;
    void record(std::string_view event, std::span<const LogField> fields) const;
    /// Writes an error line with fault, message and origin of `cause`.
    void failure(std::string_view event, const Error& cause) const;

    LogFormat format() const { return format_; }

protected:
    /// Where a finished line (with its newline) goes.
    virtual void write_line(std::string_view line) const;

private:
    void line(LogLevel level, std::string_view event, std::span<const LogField> fields) const;

    LogFormat format_;
    LogLevel least_;
};

/// Renders the line for one event, without newline. Values are quoted if the format needs it, control characters are
/// escaped.
std::string render_log_line(LogFormat format, std::string_view time, LogLevel level, std::string_view event,
                            std::span<const LogField> fields);

}  // namespace slipway
