#pragma once

#include "server/api/operation.hpp"

#include <span>

namespace slipway::api {

/// The API's whole URL space: the operations of all resources (resources.hpp). What is not here belongs to package
/// managers and pages (published_files.hpp).
std::span<const Operation> all_operations();

}  // namespace slipway::api
