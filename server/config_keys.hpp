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

/// One key: its name in the file ("limits.package_bytes"), its variable, and how its value is read.
struct ConfigKey {
    std::string_view name;
    const char* variable;
    bool is_list;  // a variable then holds values separated by commas
    Result<> (*set)(Config&, const ConfigValue&);
};

std::span<const ConfigKey> config_keys();

/// Null for an unknown name.
const ConfigKey* find_config_key(std::string_view name);

}  // namespace slipway::server
