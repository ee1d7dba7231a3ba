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

/// GET of a list, page by page; `filters` are its query parameters beside `limit` and `cursor`.
constexpr Route list_at(std::string_view pattern, Access access, std::string_view filters, ListHandle list,
                        std::size_t least = 1) {
    return {get, pattern, access, none, filters, nullptr, Subject::head, list, least};
}

// clang-format off
constexpr std::array routes = {
    Route{get,  "/healthz",                                                              open,              none, "", get_health},
    Route{get,  "/readyz",                                                               open,              none, "for", get_readiness},
    Route{get,  "/metrics",                                                              open,              none, "", get_metrics},
    Route{get,  "/api/v1/openapi.json",                                                  open,              none, "", get_openapi},
    Route{get,  "/api/v1/version",                                                       open,              none, "", get_version},

    list_at("/api/v1/repositories", open, "", list_repositories),
    Route{get,  "/api/v1/repositories/{repo}",                                           read,              none, "", get_repository},
    Route{put,  "/api/v1/repositories/{repo}",                                           create_or_update,  json, "", put_repository},
    Route{patch, "/api/v1/repositories/{repo}",                                          administer,        json, "", patch_repository},
    Route{del,  "/api/v1/repositories/{repo}",                                           create_or_delete,  none, "force confirm", delete_repository},

    list_at("/api/v1/repositories/{repo}/distros", read, "", list_distros),
    Route{get,  "/api/v1/repositories/{repo}/distros/{distro}",                          read,              none, "", get_distro},
    Route{put,  "/api/v1/repositories/{repo}/distros/{distro}",                          administer,        json, "", put_distro},
    Route{patch, "/api/v1/repositories/{repo}/distros/{distro}",                         administer,        json, "", patch_distro},
    Route{del,  "/api/v1/repositories/{repo}/distros/{distro}",                          administer,        none, "force", delete_distro},

    list_at("/api/v1/repositories/{repo}/channels", read, "", list_channels),
    Route{get,  "/api/v1/repositories/{repo}/channels/{channel}",                        read,              none, "", get_channel},
    Route{put,  "/api/v1/repositories/{repo}/channels/{channel}",                        administer,        json, "", put_channel},
    Route{patch, "/api/v1/repositories/{repo}/channels/{channel}",                       administer,        json, "", patch_channel},
    Route{del,  "/api/v1/repositories/{repo}/channels/{channel}",                        administer,        none, "force", delete_channel},

    list_at("/api/v1/repositories/{repo}/channels/{channel}/revisions", read, "", list_revisions),
    Route{get,  "/api/v1/repositories/{repo}/channels/{channel}/revisions/{revision}",   read,              none, "", get_revision},
    list_at("/api/v1/repositories/{repo}/channels/{channel}/diff", read, "from to against", get_diff),

    Route{post, "/api/v1/repositories/{repo}/promotions",                                change_some,       json, "", post_promotion, Subject::body_to},
    Route{post, "/api/v1/repositories/{repo}/channels/{channel}/rollback",               change_content,    json, "", post_rollback},
    list_at("/api/v1/repositories/{repo}/channels/{channel}/expiry", read, "versions days", get_expiry),

    list_at("/api/v1/repositories/{repo}/channels/{channel}/packages", read, "q name version architecture distro", list_packages),
    Route{post, "/api/v1/repositories/{repo}/channels/{channel}/removals",               change_content,    json, "", post_removals},
    Route{put,  "/api/v1/repositories/{repo}/channels/{channel}/packages/{filename}",    upload,            body, "distro component", nullptr},
    Route{put,  "/api/v1/repositories/{repo}/channels/{channel}/packages",               upload,            body, "distro component", nullptr},
    Route{post, "/api/v1/repositories/{repo}/channels/{channel}/packages",               upload,            body, "distro component", nullptr},
    Route{del,  "/api/v1/repositories/{repo}/channels/{channel}/packages/{sha256}",      change_content,    none, "distro reason", delete_package},
    list_at("/api/v1/repositories/{repo}/packages", read, "q name version architecture distro channel", list_repository_packages),
    Route{get,  "/api/v1/repositories/{repo}/packages/{sha256}",                         read,              none, "", get_package},
    list_at("/api/v1/repositories/{repo}/packages/{sha256}/revisions", read, "channel", list_package_revisions),
    Route{post, "/api/v1/repositories/{repo}/packages/{sha256}/purge",                   administer,        json, "", purge_package},

    list_at("/api/v1/repositories/{repo}/pins", read, "", list_pins),
    Route{post, "/api/v1/repositories/{repo}/pins",                                      change_some,       json, "", post_pin, Subject::body_channel},
    Route{get,  "/api/v1/repositories/{repo}/pins/{pin}",                                read,              none, "", get_pin},
    Route{del,  "/api/v1/repositories/{repo}/pins/{pin}",                                change_some,       none, "", delete_pin, Subject::pin},

    list_at("/api/v1/repositories/{repo}/keys", read, "", list_keys),
    Route{post, "/api/v1/repositories/{repo}/keys",                                      administer,        json, "", post_key},
    Route{post, "/api/v1/repositories/{repo}/keys/rotate",                               administer,        json, "force", rotate_keys},
    Route{get,  "/api/v1/repositories/{repo}/keys/{fingerprint}",                        read,              none, "", get_key},
    Route{post, "/api/v1/repositories/{repo}/keys/{fingerprint}/activate",               administer,        json, "force", activate_key},
    Route{post, "/api/v1/repositories/{repo}/keys/{fingerprint}/retire",                 administer,        json, "", retire_key},
    Route{post, "/api/v1/repositories/{repo}/keys/{fingerprint}/revoke",                 administer,        json, "", revoke_key},

    Route{get,  "/api/v1/token",                                                         own_token,         none, "", get_own_token},
    list_at("/api/v1/tokens", administer_server, "", list_tokens),
    Route{post, "/api/v1/tokens",                                                        administer_server, json, "", post_token},
    Route{get,  "/api/v1/tokens/{id}",                                                   administer_server, none, "", get_token},
    Route{del,  "/api/v1/tokens/{id}",                                                   administer_server, none, "", delete_token},

    list_at("/api/v1/events", events, "after repository format", list_events, 0),
};
// clang-format on

}  // namespace

std::span<const Route> all_routes() { return routes; }

}  // namespace slipway::api
