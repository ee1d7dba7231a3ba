#pragma once

namespace slipway::publishing {

/// The text of setup_script.sh from this directory, compiled in. What differs from channel to channel replaces @TITLE@,
/// @FINGERPRINTS@ and @FACTS@.
extern const char* const setup_script_template;

}  // namespace slipway::publishing
