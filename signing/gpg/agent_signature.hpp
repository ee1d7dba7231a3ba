#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"

#include <string>
#include <vector>

namespace slipway::signing {

/// The numbers of a signature as gpg-agent hands it out: of RSA `s`, of EdDSA `r` and `s`.
/// Faults: invalid_input (another form).
Result<std::vector<std::string>> parse_agent_signature(ByteView expression);

}  // namespace slipway::signing
