#pragma once

#include "server/api/operation.hpp"

namespace slipway::api {

// Parameters of queries that several resources take.

inline constexpr Parameter force_parameter{"force", a_flag("`true`: although something speaks against it.")};

}  // namespace slipway::api
