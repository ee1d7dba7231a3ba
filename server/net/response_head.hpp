#pragma once

#include "server/http/message.hpp"

#include <string>

namespace slipway::net {

/// What the writer adds to a response.
struct ResponseFrame {
    const std::string& date;
    const std::string& request_id;
    bool keep_alive = true;
    bool name_keep_alive = false;  // HTTP/1.0 clients must be told
};

/// Replaces the content of `out` by the status line and the header fields.
void render_head(const http::Response& response, const ResponseFrame& frame, std::string& out);

/// Returns false for statuses that never have a body (RFC 9110: 1xx, 204, 304).
bool may_have_body(unsigned status);

}  // namespace slipway::net
