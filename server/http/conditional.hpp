#pragma once

#include "base/clock.hpp"
#include "server/http/message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace slipway::http {

/// Identifies the representation that is about to be served.
struct Validators {
    std::string_view etag;                 // strong, with its quotes; empty: none
    std::optional<Seconds> last_modified;  // nothing if another representation of the URL has had the same: then
                                           // no date is sent, as caches between here and the client compare dates
};

/// Returns whether the client's copy is the current one (304). If-None-Match decides alone if it is present; else
/// If-Modified-Since, which must *equal* the date.
bool is_not_modified(const Headers& headers, const Validators& validators);

/// Returns whether a Range may be honoured: there is no If-Range, or one that names this representation by its ETag
/// (strong comparison) or its date.
bool if_range_holds(const Headers& headers, const Validators& validators);

/// Returns whether a change of a resource may proceed: If-Match names its representation (RFC 9110, section 13.1.1),
/// and If-None-Match does not. `etag` is strong and has its quotes; it is empty if the resource does not exist.
bool preconditions_hold(std::optional<std::string_view> if_match, std::optional<std::string_view> if_none_match,
                        const std::optional<std::string>& etag);

/// The answer to a GET without conditions.
struct Representation {
    std::string_view content_type;
    std::string_view caching;  // Cache-Control
    Body body;
};

/// Makes the answer to a GET or HEAD: 200 with all of it, 304, 206 or 416. Ranges are cut from windows of shared bodies
/// without copying. HEAD ignores Range (RFC 9110, section 14.2).
Response answer_conditionally(const Request& request, const Validators& validators, Representation whole);

}  // namespace slipway::http
