#pragma once

#include "base/result.hpp"
#include "server/config.hpp"

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace slipway::server {

/// A value as it was written, before its key says what it means.
using ConfigValue = std::variant<std::string, std::int64_t, std::vector<std::string>>;

/// One key: its name in the file ("limits.package_bytes"), its variable, and how its value is taken.
struct ConfigKey {
    std::string_view name;
    const char* variable;
    bool is_list;  // a variable then holds values separated by commas
    Result<> (*set)(Config&, const ConfigValue&);
};

std::span<const ConfigKey> config_keys();

/// Null for an unknown name.
const ConfigKey* find_config_key(std::string_view name);

/// "30s", "5m", "12h", "7d". Faults: invalid_input.
Result<std::chrono::seconds> parse_duration(std::string_view text);

/// "8589934592", "512KiB", "16MiB", "8GiB", "1TiB". Faults: invalid_input.
Result<std::uint64_t> parse_size(std::string_view text);

}  // namespace slipway::server
