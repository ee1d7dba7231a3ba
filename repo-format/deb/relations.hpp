#pragma once

#include "base/result.hpp"

#include <string_view>

namespace slipway::deb {

/// Is it a field of relations to other packages, such as Depends? Compared without case.
bool is_relation_field(std::string_view field);

/// Checks the value of such a field as dpkg parses it: "a (>= 1) | b:any, c". One value that apt cannot parse makes
/// the whole index unusable for every client, so it must not get in.
/// Faults: invalid_input, naming the place.
Result<> check_relations(std::string_view value);

}  // namespace slipway::deb
