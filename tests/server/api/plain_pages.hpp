#pragma once

#include "server/api/pages.hpp"

#include <memory>

namespace slipway::api {

/// Pages that say in a word or two which page they are.
std::unique_ptr<Pages> plain_pages();

}  // namespace slipway::api
