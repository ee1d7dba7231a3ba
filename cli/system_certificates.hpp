#pragma once

#include <filesystem>
#include <optional>

namespace slipway::cli {

/// The file with the certificates that the system below `root` trusts, at the first of the places that distributions
/// have for it.
std::optional<std::filesystem::path> find_system_certificates(const std::filesystem::path& root);

}  // namespace slipway::cli
