#include "server/api/routes.hpp"

#include "server/api/resources.hpp"

#include <array>

namespace slipway::api {
namespace {

using enum http::Method;
using enum Access;

constexpr auto none = BodyUse::none;
constexpr auto json = BodyUse::json;
constexpr auto body = BodyUse::upload;

// clang-format off
constexpr std::array routes = {
    Route{get,  "/healthz",                                                      open,              none, "", get_health},
    Route{get,  "/readyz",                                                       open,              none, "for", get_readiness},
    Route{get,  "/metrics",                                                      open,              none, "", get_metrics},
    Route{get,  "/api/v1/openapi.json",                                          open,              none, "", get_openapi},

    Route{get,  "/api/v1/repositories",                                          open,              none, "", list_repositories},
    Route{get,  "/api/v1/repositories/{repo}",                                   read,              none, "", get_repository},
    Route{put,  "/api/v1/repositories/{repo}",                                   create_or_update,  json, "", put_repository},
    Route{del,  "/api/v1/repositories/{repo}",                                   create_or_delete,  none, "force confirm", delete_repository},

    Route{get,  "/api/v1/repositories/{repo}/channels/{channel}",                read,              none, "", get_channel},
    Route{put,  "/api/v1/repositories/{repo}/channels/{channel}",                administer,        json, "", put_channel},
    Route{del,  "/api/v1/repositories/{repo}/channels/{channel}",                administer,        none, "force", delete_channel},

    Route{get,  "/api/v1/repositories/{repo}/channels/{channel}/revisions",      read,              none, "limit cursor", list_revisions},
    Route{get,  "/api/v1/repositories/{repo}/channels/{channel}/revisions/{revision}", read,        none, "", get_revision},
    Route{get,  "/api/v1/repositories/{repo}/channels/{channel}/diff",           read,              none, "from to against limit cursor", get_diff},

    Route{post, "/api/v1/repositories/{repo}/promotions",                        change_some,       json, "", post_promotion},
    Route{post, "/api/v1/repositories/{repo}/channels/{channel}/rollback",       change_content,    json, "", post_rollback},
    Route{get,  "/api/v1/repositories/{repo}/channels/{channel}/expiry",         read,              none, "versions days limit cursor", get_expiry},

    Route{get,  "/api/v1/repositories/{repo}/channels/{channel}/packages",       read,              none, "name version architecture distro limit cursor", list_packages},
    Route{put,  "/api/v1/repositories/{repo}/channels/{channel}/packages/{filename}", upload,            body, "distro component", nullptr},
    Route{put,  "/api/v1/repositories/{repo}/channels/{channel}/packages",       upload,            body, "distro component", nullptr},
    Route{post, "/api/v1/repositories/{repo}/channels/{channel}/packages",       upload,            body, "distro component", nullptr},
    Route{del,  "/api/v1/repositories/{repo}/channels/{channel}/packages/{sha256}", change_content,    none, "distro reason", delete_package},
    Route{get,  "/api/v1/repositories/{repo}/packages/{sha256}",                 read,              none, "", get_package},
    Route{get,  "/api/v1/repositories/{repo}/packages/{sha256}/revisions",       read,              none, "channel limit cursor", list_package_revisions},
    Route{post, "/api/v1/repositories/{repo}/packages/{sha256}/purge",           administer,        json, "", purge_package},

    Route{get,  "/api/v1/repositories/{repo}/pins",                              read,              none, "", list_pins},
    Route{post, "/api/v1/repositories/{repo}/pins",                              change_some,       json, "", post_pin},
    Route{del,  "/api/v1/repositories/{repo}/pins/{pin}",                        change_some,       none, "", delete_pin},

    Route{get,  "/api/v1/repositories/{repo}/keys",                              read,              none, "", list_keys},
    Route{post, "/api/v1/repositories/{repo}/keys",                              administer,        json, "", post_key},
    Route{post, "/api/v1/repositories/{repo}/keys/rotate",                       administer,        json, "force", rotate_keys},
    Route{post, "/api/v1/repositories/{repo}/keys/{fingerprint}/activate",       administer,        json, "force", activate_key},
    Route{post, "/api/v1/repositories/{repo}/keys/{fingerprint}/retire",         administer,        json, "", retire_key},
    Route{post, "/api/v1/repositories/{repo}/keys/{fingerprint}/revoke",         administer,        json, "", revoke_key},

    Route{get,  "/api/v1/token",                                                 open,              none, "", get_own_token},
    Route{get,  "/api/v1/tokens",                                                administer_server, none, "", list_tokens},
    Route{post, "/api/v1/tokens",                                                administer_server, json, "", post_token},
    Route{del,  "/api/v1/tokens/{id}",                                           administer_server, none, "", delete_token},

    Route{get,  "/api/v1/events",                                                events,            none, "after limit repository format", list_events},
};
// clang-format on

}  // namespace

std::span<const Route> all_routes() { return routes; }

}  // namespace slipway::api
