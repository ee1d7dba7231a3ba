#pragma once

#include "base/result.hpp"
#include "storage/catalog/purges.hpp"

namespace slipway::api {

/// Why there is nothing at a purged package's address: gone "purged".
Error purged(const storage::PurgeRow& purge);

}  // namespace slipway::api
