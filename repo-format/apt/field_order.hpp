#pragma once

#include <cstddef>
#include <string_view>

namespace slipway::apt {

/// The position at which apt-ftparchive writes a field in a stanza, and the spelling of its name.
struct FieldPlace {
    std::size_t rank;       // fields that it does not know come behind all others, in their own order
    std::string_view name;  // of a field that it does not know: as given
};

FieldPlace place_of(std::string_view field);

}  // namespace slipway::apt
