#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"

#include <string>
#include <vector>

namespace slipway::signing {

/// Reads the numbers of a signature from gpg-agent: `s` for RSA, `r` and `s` for EdDSA. Faults: invalid_input (another
/// form).
Result<std::vector<std::string>> parse_agent_signature(ByteView expression);

}  // namespace slipway::signing
