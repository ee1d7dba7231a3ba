#pragma once

#include "repo-format/deb/ar_reader.hpp"

namespace slipway::deb {

enum class Compression : unsigned char { none, gzip, xz, zstd, bzip2, lzma };

/// The two members that make a package.
struct DebMembers {
    ArMember control;
    Compression control_compression;
    ArMember data;
    Compression data_compression;
};

/// Finds them by the rules of dpkg-deb (see the .cpp). Whatever follows the data member is ignored, as dpkg does.
/// Faults: invalid_input (code "invalid-package", naming member and offset); io.
Result<DebMembers> find_members(const RandomAccess& file);

}  // namespace slipway::deb
