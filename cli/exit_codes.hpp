#pragma once

#include "base/result.hpp"

namespace slipway::cli {

/// The exit codes of slipway, as in docs/client.md and slipway(1). Those from 64 on have the names of sysexits.h.
namespace exit_code {
inline constexpr int ok = 0;
inline constexpr int differs = 1;       // diff --exit-code: there are differences
inline constexpr int declined = 1;      // a question was not answered with yes
inline constexpr int usage = 64;        // wrong arguments, or a name that means several packages
inline constexpr int refused = 65;      // the server does not take this: 400, 413, 422
inline constexpr int no_input = 66;     // no such file here, or no such thing on the server: 404, 410
inline constexpr int unreachable = 69;  // no connection, none that can be trusted, or it broke, after all attempts
inline constexpr int internal =
    70;  // an error of the client, an answer that cannot be understood, wrong bytes of a package
inline constexpr int conflict = 73;       // in the way of what is there: 409, 412
inline constexpr int io = 74;             // reading or writing failed here
inline constexpr int try_later = 75;      // the server is busy or full, after all attempts: 429, 502, 503, 504, 507
inline constexpr int no_permission = 77;  // no token, a wrong one, or one that may not: 401, 403
inline constexpr int config = 78;         // no server named, or a wrong configuration file
}  // namespace exit_code

/// Problems of the client that have an exit code of their own.
namespace client_problem {
inline constexpr Problem usage{"usage", Fault::invalid_input, "The arguments do not fit", "See slipway --help."};
inline constexpr Problem unreachable{"unreachable", Fault::cancelled, "The server cannot be reached",
                                     "Check its address, the network and its certificate."};
inline constexpr Problem configuration{"configuration", Fault::invalid_input, "The settings do not fit",
                                       "Correct the file, the environment or the option that the message names."};
inline constexpr Problem declined{"declined", Fault::cancelled, "The question was not answered with yes",
                                  "Say --yes where nobody can be asked."};
}  // namespace client_problem

int exit_code_of(const Error& error);

}  // namespace slipway::cli
