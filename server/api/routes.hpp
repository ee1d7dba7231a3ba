#pragma once

#include "base/result.hpp"
#include "server/api/call.hpp"
#include "server/http/message.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace slipway::api {

/// What a caller must be allowed to do; `action_of` (call.hpp's tree and parameters) makes a publishing::Action of it.
enum class Access : unsigned char {
    open,  // everybody
    read,  // publishing::Action::Kind::read_repository
    upload,
    change_content,
    change_some,  // the channel stands in the body: its handler asks again
    administer,
    create_or_update,  // administer where the repository exists, create_or_delete where not
    create_or_delete,
    administer_server,
    events,  // administer with ?repository=, else administer_server
};

/// What happens to a request's body.
enum class BodyUse : unsigned char { none, json, upload };

/// Answers one request. Runs in the disk pool; an error becomes a problem.
using Handle = Result<http::Reply> (*)(Services& services, const Call& call);

/// One row of the URL space. Segments in braces are parameters.
struct Route {
    http::Method method;
    std::string_view pattern;
    Access access;
    BodyUse body;
    std::string_view query;  // known query parameters, separated by blanks
    Handle handle;           // null where `body` is upload: see uploads.hpp
};

/// The API's whole URL space. What is not here belongs to package managers and pages (published_files.hpp).
std::span<const Route> all_routes();

}  // namespace slipway::api
