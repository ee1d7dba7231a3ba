#pragma once

#include "server/files/pages.hpp"

#include <memory>

namespace slipway::api {

/// Pages that say in a word or two which page they are.
std::unique_ptr<files::Pages> plain_pages();

}  // namespace slipway::api
