#pragma once

#include <string_view>

namespace slipway::api {

/// `openapi.json`, as it stood beside this file when the program was built.
std::string_view openapi_document();

}  // namespace slipway::api
