#pragma once

#include "server/api/routing/operation.hpp"

#include <span>

namespace slipway::api {

/// The API's whole URL space: the operations of all resources. What is not here belongs to package managers and pages
/// (server/files/published_files.hpp).
std::span<const Operation> all_operations();

/// The operations of each resource, which are in the file named after it.
std::span<const Operation> health_operations();
std::span<const Operation> repository_operations();
std::span<const Operation> distro_operations();
std::span<const Operation> channel_operations();
std::span<const Operation> revision_operations();
std::span<const Operation> promotion_operations();
std::span<const Operation> package_operations();
std::span<const Operation> upload_operations();
std::span<const Operation> removal_operations();
std::span<const Operation> package_history_operations();
std::span<const Operation> purge_operations();
std::span<const Operation> pin_operations();
std::span<const Operation> key_operations();
std::span<const Operation> token_operations();
std::span<const Operation> event_operations();
std::span<const Operation> node_operations();

}  // namespace slipway::api
