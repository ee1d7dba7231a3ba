#pragma once

#include "base/words.hpp"
#include "repo-format/formats/index_kind.hpp"

#include <span>

namespace slipway::formats {

/// The kinds of index that distros of a format have: the list of its packages first, then those that follow from it.
std::span<const IndexKind* const> kinds_of(Format format);

}  // namespace slipway::formats
