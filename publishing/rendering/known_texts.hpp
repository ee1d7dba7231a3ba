#pragma once

#include "base/bytes.hpp"
#include "publishing/rendering/rendered_index.hpp"
#include "repo-format/index/tree.hpp"
#include "storage/segments/segment_store.hpp"

#include <deque>
#include <functional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace slipway::publishing {

/// The texts of entries, as they are in blocks of an index that were rendered before. Immutable once read.
class KnownTexts {
public:
    /// Reads these blocks. Leaves out a block whose stored text is not what was written; its entries are unknown.
    /// Blocks the thread. Faults: corrupt, io.
    static Result<KnownTexts> read(const index::NodeReader& nodes, const storage::SegmentStore& store,
                                   const RenderedIndex& index, BlockRange blocks);

    /// Appends the texts of a piece, one for each document. Returns false and appends nothing if exactly these entries
    /// were not one piece.
    bool append(std::vector<std::string>& texts, std::span<const index::Entry> piece) const;

private:
    struct Piece {
        std::span<const index::Entry> entries;
        std::vector<ByteView> texts;
    };
    struct KeyHash {
        std::size_t operator()(const index::EntryKey& key) const {
            return std::hash<std::string>()(key.name) ^ std::hash<Sha256>()(key.sha256);
        }
    };

    Result<> read_block(const index::NodeReader& nodes, const storage::SegmentStore& store, const RenderedIndex& index,
                        std::size_t block);

    // The pieces point into these; a deque moves none of its elements.
    std::deque<std::string> stored_;
    std::deque<std::vector<index::Entry>> listed_;
    std::unordered_map<index::EntryKey, Piece, KeyHash> pieces_;  // by their first entry
};

}  // namespace slipway::publishing
