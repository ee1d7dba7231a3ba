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

/// The identity in a main header, when it can stand in file names and URLs. Faults: invalid_input "invalid-package".
Result<Identity> check_identity(const Header& main, bool is_source);

}  // namespace slipway::rpm
