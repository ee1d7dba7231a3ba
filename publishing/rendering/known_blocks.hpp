#pragma once

#include "publishing/rendering/rendered_index.hpp"

#include <vector>

namespace slipway::publishing {

/// Blocks of a new index whose segments are not known, and the blocks of the previous index that they replace. Those
/// list everything that the new ones list, except packages that came since.
struct Gap {
    BlockRange blocks;
    BlockRange replaced;
};

/// Puts the segments that `previous` (may be null) has for the blocks of `next` into the files of `next`. Returns where
/// the other blocks are, in order. Nothing is known from an index of another variant or with other outputs.
std::vector<Gap> place_known_blocks(const RenderedIndex* previous, RenderedIndex& next);

}  // namespace slipway::publishing
