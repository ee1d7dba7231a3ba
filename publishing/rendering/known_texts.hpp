#pragma once

#include "base/bytes.hpp"
#include "publishing/rendering/rendered_index.hpp"
#include "repo-format/index/tree.hpp"
#include "storage/segments/segment_store.hpp"

#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

namespace slipway::publishing {

/// The texts of packages as they stand in blocks of an index that were rendered before. Immutable once read.
class KnownTexts {
public:
    /// Reads these blocks. One whose stored text cannot be had as it was once written is left out: its packages are
    /// unknown.
    /// Blocks the thread. Faults: corrupt, io.
    static Result<KnownTexts> read(const index::NodeReader& nodes, const storage::SegmentStore& store,
                                   const RenderedIndex& index, BlockRange blocks);

    /// Appends the texts of a package, one per document; false, and nothing appended, if it is unknown.
    bool append(std::vector<std::string>& texts, const Sha256& package) const;

private:
    Result<> read_block(const index::NodeReader& nodes, const storage::SegmentStore& store, const RenderedIndex& index,
                        std::size_t block);

    std::deque<std::string> stored_;  // where the views point: a deque moves none of its elements
    std::unordered_map<Sha256, std::vector<ByteView>> texts_;
};

}  // namespace slipway::publishing
