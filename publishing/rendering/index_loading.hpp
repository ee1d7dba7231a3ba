#pragma once

#include "publishing/rendering/rendered_index.hpp"
#include "storage/catalog/publications.hpp"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace slipway::publishing {

/// What becomes of a segment that the catalog does not know.
enum class Lost : unsigned char { fails, is_left_out };

/// Puts an index of the catalog together from its rows. Faults: corrupt, if a row is not what was stored, a node is
/// missing, or a segment is missing or not the one that the file was made of. With `Lost::is_left_out` the place of a
/// missing segment stays empty instead.
Result<std::shared_ptr<const RenderedIndex>> load_index(const storage::ReadTransaction& tx,
                                                        const index::NodeReader& nodes,
                                                        const std::vector<storage::IndexFileRow>& rows,
                                                        Lost lost = Lost::fails);

}  // namespace slipway::publishing
