#pragma once

#include "base/result.hpp"
#include "server/http/message.hpp"

#include <string_view>

namespace slipway::http {

/// The status of a fault that carries no finer code.
unsigned status_of(Fault fault);

/// The status of an error: by its code where HTTP knows a finer word for it ("bad-request", "method-not-allowed" …),
/// else by its fault.
unsigned status_of(const Error& error);

/// The error as `application/problem+json` (RFC 9457), with `Cache-Control: no-store`; a 401 says how to authenticate,
/// a 503 when to try again. What only operators can use (fault io, corrupt or internal without a code of its own) is
/// not told to clients: log it.
Response problem(const Error& error);

/// The JSON of a problem; `members` are further members, rendered, each beginning with a comma.
std::string problem_json(unsigned status, std::string_view code, std::string_view detail,
                         std::string_view members = "");

/// A response around a problem's JSON, with the header fields described above.
Response problem_response(unsigned status, std::string json);

}  // namespace slipway::http
