#pragma once

#include <filesystem>
#include <optional>

namespace slipway::cli {

/// Returns the file with the certificates that the system below `root` trusts: the first that exists of the paths that
/// distributions use.
std::optional<std::filesystem::path> find_system_certificates(const std::filesystem::path& root);

}  // namespace slipway::cli
