#pragma once

#include "server/api/call.hpp"

/// The handlers of every route, in the files named after their resource. What each does stands in docs/http-api.md.
namespace slipway::api {

// health.cpp
Result<http::Reply> get_health(Services& services, const Call& call);
Result<http::Reply> get_readiness(Services& services, const Call& call);
Result<http::Reply> get_metrics(Services& services, const Call& call);
Result<http::Reply> get_openapi(Services& services, const Call& call);
Result<http::Reply> get_version(Services& services, const Call& call);

// repositories.cpp
Result<ListPage> list_repositories(Services& services, const Call& call, const PageWanted& wanted);
Result<http::Reply> get_repository(Services& services, const Call& call);
Result<http::Reply> put_repository(Services& services, const Call& call);
Result<http::Reply> patch_repository(Services& services, const Call& call);
Result<http::Reply> delete_repository(Services& services, const Call& call);

// distros.cpp
Result<ListPage> list_distros(Services& services, const Call& call, const PageWanted& wanted);
Result<http::Reply> get_distro(Services& services, const Call& call);
Result<http::Reply> put_distro(Services& services, const Call& call);
Result<http::Reply> patch_distro(Services& services, const Call& call);
Result<http::Reply> delete_distro(Services& services, const Call& call);

// channels.cpp
Result<ListPage> list_channels(Services& services, const Call& call, const PageWanted& wanted);
Result<http::Reply> get_channel(Services& services, const Call& call);
Result<http::Reply> put_channel(Services& services, const Call& call);
Result<http::Reply> patch_channel(Services& services, const Call& call);
Result<http::Reply> delete_channel(Services& services, const Call& call);

// promotions.cpp
Result<http::Reply> post_promotion(Services& services, const Call& call);
Result<http::Reply> post_rollback(Services& services, const Call& call);
Result<ListPage> get_expiry(Services& services, const Call& call, const PageWanted& wanted);

// packages.cpp
Result<ListPage> list_packages(Services& services, const Call& call, const PageWanted& wanted);
Result<ListPage> list_repository_packages(Services& services, const Call& call, const PageWanted& wanted);
Result<http::Reply> get_package(Services& services, const Call& call);
Result<http::Reply> delete_package(Services& services, const Call& call);

// removals.cpp
Result<http::Reply> post_removals(Services& services, const Call& call);

// package_history.cpp
Result<ListPage> list_package_revisions(Services& services, const Call& call, const PageWanted& wanted);

// pins.cpp
Result<ListPage> list_pins(Services& services, const Call& call, const PageWanted& wanted);
Result<http::Reply> get_pin(Services& services, const Call& call);
Result<http::Reply> post_pin(Services& services, const Call& call);
Result<http::Reply> delete_pin(Services& services, const Call& call);

// revisions.cpp
Result<ListPage> list_revisions(Services& services, const Call& call, const PageWanted& wanted);
Result<http::Reply> get_revision(Services& services, const Call& call);
Result<ListPage> get_diff(Services& services, const Call& call, const PageWanted& wanted);

// purges.cpp
Result<http::Reply> purge_package(Services& services, const Call& call);

// keys.cpp
Result<ListPage> list_keys(Services& services, const Call& call, const PageWanted& wanted);
Result<http::Reply> get_key(Services& services, const Call& call);
Result<http::Reply> post_key(Services& services, const Call& call);
Result<http::Reply> rotate_keys(Services& services, const Call& call);
Result<http::Reply> activate_key(Services& services, const Call& call);
Result<http::Reply> retire_key(Services& services, const Call& call);
Result<http::Reply> revoke_key(Services& services, const Call& call);

// tokens.cpp
Result<http::Reply> get_own_token(Services& services, const Call& call);
Result<ListPage> list_tokens(Services& services, const Call& call, const PageWanted& wanted);
Result<http::Reply> get_token(Services& services, const Call& call);
Result<http::Reply> post_token(Services& services, const Call& call);
Result<http::Reply> delete_token(Services& services, const Call& call);

// events.cpp
Result<ListPage> list_events(Services& services, const Call& call, const PageWanted& wanted);

}  // namespace slipway::api
