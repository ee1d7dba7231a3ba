#pragma once

#include "base/result.hpp"

#include <string>

namespace slipway::cli {

/// Before something is destroyed: asks `question` on the terminal, unless `given` (--yes). Where standard input is no
/// terminal nobody can be asked, so a script has to say --yes. Faults: cancelled (code declined), invalid_input (code
/// usage).
Result<> obtain_consent(bool given, const std::string& question);

}  // namespace slipway::cli
