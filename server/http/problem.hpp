#pragma once

#include "base/bounded_log.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "server/http/message.hpp"

#include <functional>
#include <string_view>
#include <utility>

namespace slipway::http {

/// Returns the status of a fault that has no finer code.
unsigned status_of(Fault fault);

/// Returns the status of an error: that of its problem if it has one of its own ("bad-request", "method-not-allowed"
/// …), else that of its fault.
unsigned status_of(const Error& error);

/// Returns the code and the sentence for a client. Clients do not get what only operators can use, because it would
/// reveal paths of the server's file system: an error of fault io, corrupt or internal, of storage_full unless it was
/// said in `server/`, and every error that arose in `storage/` or `base/files/`. Log it.
std::string_view code_of(const Error& error);
std::string_view detail_of(const Error& error);

/// The error as `application/problem+json` (RFC 9457), with `Cache-Control: no-store`; a 401 says how to authenticate,
/// a 503 when to try again. It has no body yet: see `write_problem`.
Response problem(const Error& error);

/// Makes the same problem with another sentence and further members of the JSON object.
Response problem(const Error& error, std::string_view detail, const Json& members);

/// Gives a problem its body. `type` is `{root}/problems/{code}`: `root` is the server's public URL, or "", which makes
/// it a reference that is relative to the server. Leaves other responses as they are.
void write_problem(Response& response, std::string_view root);

/// Makes a problem of an error, and logs an error that only operators can use.
Response problem_of(BoundedLog& log, const Error& error);

/// Makes an answer that somebody else gives: `start` gets a function to call with a result, of which `render` makes a
/// response. `log` outlives it.
template <class T, class Start, class Render>
Reply later(BoundedLog& log, Start start, Render render) {
    return Deferred([&log, start = std::move(start), render = std::move(render)](auto deliver) mutable {
        start([&log, render = std::move(render), deliver = std::move(deliver)](Result<T> result) {
            deliver(result.ok() ? render(*result) : problem_of(log, result.error()));
        });
    });
}

}  // namespace slipway::http
