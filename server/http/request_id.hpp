#pragma once

#include "server/http/message.hpp"

#include <string>

namespace slipway::http {

/// Returns the name of a request in the log and in its answer: its one `X-Request-Id`, from a proxy or a client, if
/// that has 1 to 128 characters of `A-Za-z0-9` and `-._~:+/=@`; else a new one.
std::string request_id_of(const Headers& headers);

/// 32 hexadecimal digits that no other request has. Thread-safe, does not block.
std::string new_request_id();

}  // namespace slipway::http
