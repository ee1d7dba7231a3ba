#pragma once

#include "server/api/routing/json.hpp"
#include "server/api/routing/schema.hpp"

namespace slipway::api {

/// Refuses members that the schema does not name, at any depth (invalid_input "unknown-field"), and members that must
/// be objects and are not ("invalid-field"). Whoever reads other values checks them. Precondition: the schema is a
/// closed object.
Result<> check_members(const JsonObject& body, const Schema& schema);

}  // namespace slipway::api
