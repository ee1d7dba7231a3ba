#pragma once

#include "server/http/message.hpp"

#include <string>

namespace slipway::http {

/// What a request is called in the log and in its answer: its one `X-Request-Id`, as a proxy or a client gave it, where
/// that is 1 to 128 characters of `A-Za-z0-9` and `-._~:+/=@`; else a new one.
std::string request_id_of(const Headers& headers);

/// 32 hexadecimal digits that no other request has. Thread-safe, does not block.
std::string new_request_id();

}  // namespace slipway::http
