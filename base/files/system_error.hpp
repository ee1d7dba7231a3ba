#pragma once

#include "base/files/file_system.hpp"
#include "base/result.hpp"

#include <string_view>

namespace slipway {

/// The Error for `errno` as the last system call left it: "create /var/lib/x: No space left on device". Faults:
/// storage_full, not_found, conflict (it exists), busy (the process or the machine is short of something for now), io.
Error last_error(std::string_view verb, const Path& path);

}  // namespace slipway
