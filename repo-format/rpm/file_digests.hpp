#pragma once

#include "base/result.hpp"
#include "base/stream.hpp"
#include "repo-format/rpm/rpm_package.hpp"

namespace slipway::rpm {

/// Whether every digest and size the package carries about its own bytes is right. Reads the payload once.
/// Faults: invalid_input "invalid-package", naming the digest; io.
Result<> check_digests(const RandomAccess& file, const RpmPackage& package);

}  // namespace slipway::rpm
