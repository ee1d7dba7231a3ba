#pragma once

#include "publishing/model/settings.hpp"
#include "server/api/routing/json.hpp"

namespace slipway::api {

/// What a request's body says of settings: all of them (`PUT`: what is absent has its default), or changes (`PATCH`,
/// RFC 7396: what is absent stays as it is). `null` is the default in both.
enum class BodyIs : unsigned char { whole, patch };

/// Settings as received, their members checked (settings_schemas.hpp). What only the server sets may stand in a whole
/// one, as in what was read, and is passed over. Faults: invalid_input, unsupported.
Result<publishing::RepositoryPut> parse_repository(const JsonObject& body, BodyIs is, const std::string& name);
Result<publishing::DistroPut> parse_distro(const JsonObject& body, BodyIs is, const std::string& name);
Result<publishing::ChannelPut> parse_channel(const JsonObject& body, BodyIs is, const std::string& name);

}  // namespace slipway::api
