#pragma once

#include "server/api/routing/operation.hpp"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::api {

/// Where a request is in the URL space.
struct Match {
    const Operation* operation = nullptr;  // null: none of this method
    std::map<std::string_view, std::string> parameters;
    std::vector<http::Method> allowed;  // methods of the path; empty: no operation has the path
};

/// Finds the operation; a literal segment goes before a parameter ("keys/rotate" before "keys/{fingerprint}"). HEAD is
/// answered as GET.
Match match(std::span<const Operation> operations, http::Method method, std::span<const std::string> path);

/// The value of an `Allow` field for these methods.
std::string allow_field(const std::vector<http::Method>& methods);

/// Refuses parameters that the operation does not know (invalid_input "unknown-field") and values that are not what its
/// table says ("invalid-field").
Result<> check_query(const Operation& operation, const http::Query& query);

/// Returns the action that the operation's access means for this request. `repository` says whether the repository in
/// the path exists.
publishing::Action action_of(const Operation& operation, const std::map<std::string_view, std::string>& parameters,
                             const http::Query& query, publishing::RepositoryIs repository);

}  // namespace slipway::api
