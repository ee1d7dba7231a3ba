#pragma once

#include "server/api/routing/schema.hpp"

namespace slipway::api {

// Repositories, distros and channels: as they are shown, declared whole (`PUT`) and changed (`PATCH`).

/// How much of each package's past stays.
extern const Schema keep_schema;

extern const Schema distro_schema;
extern const Schema distro_settings_schema;

extern const Schema channel_schema;
extern const Schema channel_declaration_schema;
extern const Schema channel_settings_schema;

extern const Schema repository_schema;
extern const Schema repository_declaration_schema;
extern const Schema repository_settings_schema;

}  // namespace slipway::api
