#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace slipway {

/// Returns how many characters have to be inserted, removed, replaced or swapped with their neighbour to turn `a` into
/// `b`.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// Another name for the same thing, in lower case.
struct Alias {
    std::string_view name;
    std::string_view means;
};

/// Returns the name that was probably meant: the one that an alias stands for, else the first of those nearest by edit
/// distance. Case is ignored. Precondition: `names` is not empty.
std::string nearest_of(std::string_view name, const std::vector<std::string>& names,
                       std::span<const Alias> aliases = {});

}  // namespace slipway
