#pragma once

#include "base/digest.hpp"
#include "repo-format/deb/deb_package.hpp"

#include <string>
#include <string_view>

namespace slipway::deb {

/// `{name}_{version without epoch}_{arch}.deb`.
std::string pool_file_name(const DebPackage& package);

/// `{component}/{prefix}/{source}/`, below `pool/`: prefix and source by Debian's pool rules (`liba/libabc`,
/// `h/hello`).
std::string pool_directory(std::string_view component, std::string_view source);

/// `pool/{component}/{prefix}/{source}/{h}/{file name}`: `{h}` is the first 16 hex digits of the SHA-256 of the bytes
/// served. Not percent-encoded.
std::string pool_path(std::string_view component, std::string_view source, const Sha256& sha256,
                      std::string_view file_name);

}  // namespace slipway::deb
