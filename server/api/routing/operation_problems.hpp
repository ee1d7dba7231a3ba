#pragma once

#include "server/api/routing/operation.hpp"

namespace slipway::api {

/// Returns all problems that an operation may give, each once: those that follow from its access, path, query and body,
/// and its own. Those that any HTTP request may get (docs/http-api.md, HTTP's own codes) are left out, except 400.
std::vector<GivenProblem> problems_of(const Operation& operation);

/// Returns whether the operation's own table names it.
bool is_own_problem(const Operation& operation, const GivenProblem& given);

unsigned status_of(const GivenProblem& given);

}  // namespace slipway::api
