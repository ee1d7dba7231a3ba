#pragma once

#include "base/json.hpp"
#include "server/api/routing/operation.hpp"

#include <span>

namespace slipway::api {

/// Renders a schema as JSON Schema 2020-12. A named schema becomes a reference to its definition in the document.
Json schema_json(const Schema& schema);

/// Returns all named schemas that the operations refer to, by name.
Json named_schemas_json(std::span<const Operation> operations);

}  // namespace slipway::api
