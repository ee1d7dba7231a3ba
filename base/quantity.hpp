#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace slipway {

// Parse quantities as people write them: a decimal number above 0, directly followed by a unit. Return nothing for
// other texts.

/// "30s", "5m", "12h", "7d".
std::optional<std::chrono::seconds> parse_duration(std::string_view text);

/// Bytes: "8589934592", "512KiB", "16MiB", "8GiB", "1TiB"; "8G" is the same as "8GiB", as systemd and nginx write it.
std::optional<std::uint64_t> parse_size(std::string_view text);

}  // namespace slipway
