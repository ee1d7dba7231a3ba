#pragma once

#include "repo-format/index/node.hpp"

#include <vector>

namespace slipway::index {

/// Walks the nodes of one level of a tree. Holds the path from the top and reads a node only when the path enters it.
/// Seek before anything else. Faults of all that return a Result: corrupt, io.
class Cursor {
public:
    /// `top` has items; `level` is below its level.
    Cursor(const NodeReader& nodes, ListOrder order, Node top, unsigned level);

    /// To the node in which an entry with this key is or would be: the last one whose first key is not above it, or
    /// the first of all.
    Result<> seek(const EntryKey& key);
    /// To the next or the previous node; false, and nothing moved, when there is none.
    Result<bool> advance();
    Result<bool> step_back();

    /// How the current node is listed above.
    const Item& item() const { return path_.back().item(); }
    /// The current node itself; valid until the cursor moves.
    Result<const Node*> node();
    /// The first key of the next node, nullptr for the last node. Reads nothing.
    const EntryKey* bound() const;

private:
    struct Step {
        Sha256 hash;
        Node node;
        std::size_t index = 0;

        const Item& item() const { return node.items[index]; }
    };

    Result<Step*> enter(std::size_t depth);

    const NodeReader& nodes_;
    ListOrder order_;
    unsigned level_;
    std::vector<Step> path_;  // from the top to the node above the current one
    Step current_;            // the current node once it was asked for
};

}  // namespace slipway::index
