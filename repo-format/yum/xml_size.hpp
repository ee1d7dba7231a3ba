#pragma once

#include "repo-format/rpm/rpm_package.hpp"

#include <cstdint>

namespace slipway::yum {

/// At most how many bytes `render_package` makes of a package, all documents together, counted without making them: a
/// header names a directory once however many files lie in it, and its texts name it with each of them. Time follows
/// the size of the header.
std::uint64_t most_xml_bytes(const rpm::RpmPackage& package);

}  // namespace slipway::yum
