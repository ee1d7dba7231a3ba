#pragma once

#include <string>

namespace slipway::storage {

/// What the kernel calls this run of the machine (random(4)); "" where it does not say.
std::string boot_id();

}  // namespace slipway::storage
