#pragma once

#include "base/result.hpp"
#include "repo-format/rpm/header.hpp"

namespace slipway::rpm {

/// Whether librpm can merge both headers of a package of this format (3, 4 or 6). Faults: invalid_input
/// "invalid-package".
Result<> check_merge(const Header& signature, const Header& main, int format);

}  // namespace slipway::rpm
