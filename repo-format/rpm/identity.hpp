#pragma once

#include "base/result.hpp"
#include "repo-format/rpm/evr.hpp"
#include "repo-format/rpm/header.hpp"

#include <string>

namespace slipway::rpm {

/// What names a package.
struct Identity {
    std::string name;
    Evr evr;
    std::string architecture;
};

/// Reads the identity from a main header and checks that it can be part of file names and URLs. Faults: invalid_input
/// "invalid-package".
Result<Identity> check_identity(const Header& main, bool is_source);

}  // namespace slipway::rpm
