#pragma once

namespace slipway::publishing {

/// setup_script.sh, as it stood beside this file when the program was built. What differs from channel to channel takes
/// the places of @TITLE@, @FINGERPRINTS@ and @FACTS@.
extern const char* const setup_script_template;

}  // namespace slipway::publishing
