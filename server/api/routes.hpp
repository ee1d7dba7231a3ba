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
    open,       // everybody
    own_token,  // whoever has a token
    read,       // publishing::Action::Kind::read_repository
    upload,
    change_content,
    change_some,  // the channel is not known yet (`Subject`): it is asked for again when it is
    administer,
    create_or_update,  // administer where the repository exists, create_or_delete where not
    create_or_delete,
    administer_server,
    events,  // administer with ?repository=, else administer_server
};

/// What happens to a request's body.
enum class BodyUse : unsigned char { none, json, upload };

/// Where it stands which channel a request is about: in its head, in a member of its body, with the pin it names.
enum class Subject : unsigned char { head, body_to, body_channel, pin };

/// Answers one request. Runs in the disk pool; an error becomes a problem.
using Handle = Result<http::Reply> (*)(Services& services, const Call& call);

/// Finds a page of a list. Likewise.
using ListHandle = Result<ListPage> (*)(Services& services, const Call& call, const PageWanted& wanted);

/// One row of the URL space. Segments in braces are parameters.
struct Route {
    http::Method method;
    std::string_view pattern;
    Access access;
    BodyUse body;
    std::string_view query;  // known query parameters, separated by blanks; of a list without `limit` and `cursor`
    Handle handle;           // null where `body` is upload (see uploads.hpp) and where there is a `list`
    Subject subject = Subject::head;
    ListHandle list = nullptr;
    std::size_t least = 1;  // of a list's `limit`
};

/// The API's whole URL space. What is not here belongs to package managers and pages (published_files.hpp).
std::span<const Route> all_routes();

}  // namespace slipway::api
