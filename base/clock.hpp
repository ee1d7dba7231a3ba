#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace slipway {

/// A point in time in whole seconds since 1970, UTC: the resolution of every date a client sees.
using Seconds = std::chrono::sys_seconds;

/// Tells the time. Code asks a Clock, so that tests can set it. Thread-safe.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Seconds now() const = 0;
};

class SystemClock final : public Clock {
public:
    Seconds now() const override;
};

/// "Sun, 22 Nov 2026 16:01:02 GMT": HTTP's date (RFC 9110, IMF-fixdate).
std::string http_date(Seconds time);
/// "Sun, 22 Nov 2026 16:01:02 UTC": the date of apt's Release files.
std::string release_date(Seconds time);
/// "2026-11-22T16:01:02Z": dates of the API.
std::string iso_date(Seconds time);
/// "20261122T160102Z": times in the addresses of snapshots.
std::string compact_date(Seconds time);
/// The inverses of `http_date` and `compact_date`. They return nothing for any other form.
std::optional<Seconds> parse_http_date(std::string_view text);
std::optional<Seconds> parse_compact_date(std::string_view text);
/// A moment as JSON and XML documents of others write it (RFC 3339), in UTC: "2026-11-22T16:01:02.345Z" or with
/// "+00:00" at its end. Fractions of a second are dropped. Nothing for any other form.
std::optional<Seconds> parse_iso_date(std::string_view text);

}  // namespace slipway
