#pragma once

#include "base/result.hpp"
#include "base/stream.hpp"
#include "repo-format/rpm/rpm_package.hpp"

namespace slipway::rpm {

/// Checks every digest and size that the package has about its own bytes. Reads the payload once. Faults: invalid_input
/// "invalid-package", naming the digest; io.
Result<> check_digests(const RandomAccess& file, const RpmPackage& package);

}  // namespace slipway::rpm
