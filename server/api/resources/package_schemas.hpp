#pragma once

#include "server/api/routing/schema.hpp"

namespace slipway::api {

/// A package in one place of a channel.
extern const Schema package_schema;
/// A package, once, and all its places.
extern const Schema found_package_schema;
/// All that is known of a package.
extern const Schema package_details_schema;

}  // namespace slipway::api
