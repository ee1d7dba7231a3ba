#pragma once

#include "repo-format/index/node.hpp"

#include <cstdint>
#include <vector>

namespace slipway::index {

/// Where the nodes of one level may end, in units of weight: bytes of text for blocks, children for interior nodes.
struct ChunkLimits {
    std::uint64_t least;  // no node ends by its content below this
    std::uint64_t aim;    // a power of two, from 4: ends by content are rare below this, and close to each other above
    std::uint64_t most;   // no node of several items is above this
};

inline constexpr ChunkLimits block_limits{32 * 1024, 128 * 1024, 512 * 1024};
inline constexpr ChunkLimits interior_limits{32, 128, 512};

/// Entries count for at least this much when blocks are cut. No real entry is lighter; it bounds the entries of a
/// block whatever the weights are.
inline constexpr std::uint64_t lightest_entry = 128;

/// Cuts a row of items, given in order, into the nodes of one level. Where a node ends depends on the items since its
/// start and on the item that follows, which may not fit or may be of another name; on nothing else.
class Chunker {
public:
    /// `one_name`: of the entries in blocks; above them it means nothing.
    explicit Chunker(unsigned level, OneName one_name = OneName::may_part);

    void add(const Item& item);
    /// Whether the last node ended with the last item, whatever follows.
    bool at_cut() const { return open_.items.empty(); }
    /// Whether `item`, if it came next, would begin a new node.
    bool cuts_before(const Item& item) const;
    /// Ends the last node and returns all of them.
    std::vector<Node> finish() &&;

private:
    std::uint64_t weight_of(const Item& item) const;
    bool cuts_after(const Item& item) const;
    bool may_part(const std::string& name) const;
    void cut();

    ChunkLimits limits_;
    OneName one_name_;
    Node open_;
    std::uint64_t weight_ = 0;  // of the open node
    bool is_due_ = false;       // the open node ends where its last name does
    std::vector<Node> nodes_;
};

}  // namespace slipway::index
