#pragma once

#include "repo-format/rpm/rpm_package.hpp"

#include <string>
#include <vector>

namespace slipway::rpm {

/// Says what is unusual in the signatures of an uploaded package, in a sentence each, for packages that clients get as
/// they are: there is no signature, or one that some clients refuse (OpenPGP v3, MD5, SHA-1, DSA, short RSA, Ed25519).
/// It verifies no signature, because the key is not here.
std::vector<std::string> signature_warnings(const RpmPackage& package);

}  // namespace slipway::rpm
