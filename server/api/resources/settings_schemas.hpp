#pragma once

#include "server/api/routing/schema.hpp"

namespace slipway::api {

// The schemas of repositories, distros and channels: in answers, in `PUT` and in `PATCH`.

/// Which older versions of each package stay.
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
