#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace slipway {

/// Characters to put in, take out, replace or exchange with their neighbour to make `b` of `a`.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// Another name for the same thing, in lower case.
struct Alias {
    std::string_view name;
    std::string_view means;
};

/// The name that was probably meant by one that is none of them: what an alias means, else the nearest by edit
/// distance, of several the first. Case does not count. Precondition: `names` is not empty.
std::string nearest_of(std::string_view name, const std::vector<std::string>& names,
                       std::span<const Alias> aliases = {});

}  // namespace slipway
