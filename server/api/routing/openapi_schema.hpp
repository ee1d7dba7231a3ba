#pragma once

#include "base/json.hpp"
#include "server/api/routing/operation.hpp"

#include <span>

namespace slipway::api {

/// A schema as JSON Schema 2020-12. One with a name that is referred to becomes a reference to its place in the
/// document.
Json schema_json(const Schema& schema);

/// All schemas with names that the operations refer to, by name.
Json named_schemas_json(std::span<const Operation> operations);

}  // namespace slipway::api
