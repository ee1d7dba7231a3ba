#include "base/version.hpp"

namespace slipway {

std::string_view version() { return SLIPWAY_VERSION; }

}  // namespace slipway
