#pragma once

#include "repo-format/deb/deb_members.hpp"

namespace slipway::deb {

/// Checks that the data member is whole, as far as that can be told at little cost, so that dpkg does not find it cut
/// when it unpacks the package. What is checked depends on the compression; docs/http-api.md has the table. Memory does
/// not depend on the size. Time: xz and zstd are not unpacked; the bounds of what is unpacked stand in the .cpp.
/// Faults: invalid_input (code "invalid-package", naming member, position and remedy); io.
Result<> check_data_member(const RandomAccess& file, const DebMembers& members);

}  // namespace slipway::deb
