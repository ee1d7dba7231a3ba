#pragma once

#include "publishing/rendering/rendered_index.hpp"

#include <vector>

namespace slipway::publishing {

/// Blocks of a new index whose segments are not known, and those of the previous one that stood in their place: what
/// the new ones list was listed there, but for what came.
struct Gap {
    BlockRange blocks;
    BlockRange replaced;
};

/// Puts the segments that `previous` (null: nothing is) has for the blocks of `next` into its files; gives out where
/// the others stand, in order. An index of another variant or with other outputs is no help: then nothing is known.
std::vector<Gap> place_known_blocks(const RenderedIndex* previous, RenderedIndex& next);

}  // namespace slipway::publishing
