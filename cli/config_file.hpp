#pragma once

#include "base/files/file_system.hpp"
#include "cli/settings.hpp"

namespace slipway::cli {

/// Reads the file (TOML: `server`, `token`, `ca_file`). Returns nothing if it does not exist. Faults: invalid_input
/// "configuration" for wrong contents, naming file and line, and for a file that others may read or write; io.
Result<std::optional<Settings>> read_config_file(const std::filesystem::path& path);

/// Replaces the file as a whole and durably, with a mode that lets only its owner read it; makes its directory if
/// necessary. Faults: storage_full, io.
Result<> write_config_file(FileSystem& files, const Path& path, const Settings& settings);

}  // namespace slipway::cli
