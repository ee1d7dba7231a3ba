#pragma once

#include "repo-format/rpm/rpm_package.hpp"

#include <string>
#include <vector>

namespace slipway::rpm {

/// What is unusual in the signatures that a package came with, a sentence each, for packages that clients get as they
/// are: no signature at all, or one that some clients refuse (OpenPGP v3, MD5, SHA-1, DSA, short RSA, Ed25519). No
/// signature is verified: its key is not here.
std::vector<std::string> signature_warnings(const RpmPackage& package);

}  // namespace slipway::rpm
