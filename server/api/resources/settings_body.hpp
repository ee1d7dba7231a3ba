#pragma once

#include "publishing/model/settings.hpp"
#include "server/api/routing/json.hpp"

namespace slipway::api {

/// Whether a request's body has all settings (`PUT`: an absent one gets its default) or changes (`PATCH`, RFC 7396: an
/// absent one stays as it is). `null` means the default in both.
enum class BodyIs : unsigned char { whole, patch };

/// Read settings whose members were checked (settings_schemas.hpp). A `PUT` may contain members that only the server
/// sets, as in the answer to a `GET`; they are ignored. Faults: invalid_input, unsupported.
Result<publishing::RepositoryPut> parse_repository(const JsonObject& body, BodyIs is, const std::string& name);
Result<publishing::DistroPut> parse_distro(const JsonObject& body, BodyIs is, const std::string& name);
Result<publishing::ChannelPut> parse_channel(const JsonObject& body, BodyIs is, const std::string& name);

}  // namespace slipway::api
