#include "repo-format/deb/pool_path.hpp"

#include "repo-format/deb/version.hpp"

#include <fmt/format.h>

namespace slipway::deb {
namespace {

/// Debian's pool has so many libraries that "lib" and the next letter make the directory.
std::string_view pool_prefix(std::string_view source) {
    return source.substr(0, source.starts_with("lib") && source.size() > 3 ? 4 : 1);
}

}  // namespace

std::string pool_file_name(const DebPackage& package) {
    return fmt::format("{}_{}_{}.deb", package.name, without_epoch(package.version), package.architecture);
}

std::string pool_directory(std::string_view component, std::string_view source) {
    return fmt::format("{}/{}/{}/", component, pool_prefix(source), source);
}

std::string pool_path(std::string_view component, std::string_view source, const Sha256& sha256,
                      std::string_view file_name) {
    return fmt::format("pool/{}{}/{}", pool_directory(component, source), sha256.hex().substr(0, 16), file_name);
}

}  // namespace slipway::deb
