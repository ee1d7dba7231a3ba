#pragma once

#include "server/api/operation.hpp"

#include <span>

/// The operations of every resource, which stand in the files named after them.
namespace slipway::api {

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

}  // namespace slipway::api
