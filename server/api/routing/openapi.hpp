#pragma once

#include "base/json.hpp"
#include "server/api/routing/operation.hpp"

#include <span>
#include <string_view>

namespace slipway::api {

/// Renders the API as an OpenAPI 3.1 document from the tables of its operations. `path` is that of the public URL,
/// below which all paths are; "" for none.
Json openapi_document(std::span<const Operation> operations, std::string_view path);

}  // namespace slipway::api
