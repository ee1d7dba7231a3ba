#pragma once

#include "base/result.hpp"
#include "repo-format/index/entry.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace slipway::index {

/// Where the nodes of trees are stored, by hash. Implementations are thread-safe.
class NodeReader {
public:
    virtual ~NodeReader() = default;
    /// Returns the bytes that were in `NewNode::bytes` for this hash. Faults: corrupt (unknown node), io.
    virtual Result<std::string> node(const Sha256& hash) const = 0;
    /// The same of many, in the order of the hashes. One after another, unless an implementation can ask for all at
    /// once. Faults: as `node`.
    virtual Result<std::vector<std::string>> nodes_of(std::span<const Sha256> hashes) const;
};

/// The root of a list; nothing is the empty list. A root is never a block: also a list of one block has a node above
/// it.
using Root = std::optional<Sha256>;

/// A block: a run of entries that is rendered and compressed as one piece. `hash` is over the keys of its entries.
struct BlockRef {
    Sha256 hash;
    std::uint32_t entries = 0;
    std::uint64_t weight = 0;

    bool operator==(const BlockRef&) const = default;
};

/// The blocks of a list in order; reads interior nodes only.
Result<std::vector<BlockRef>> blocks_of(const NodeReader& nodes, const Root& root);

/// The entries of one block in order.
Result<std::vector<Entry>> entries_of(const NodeReader& nodes, const Sha256& block);

Result<std::uint64_t> count_of(const NodeReader& nodes, const Root& root);

/// The entry with this key, if the list has it. Reads one node per level.
Result<std::optional<Entry>> find_entry(const NodeReader& nodes, ListOrder order, const Root& root,
                                        const EntryKey& key);

enum class Visit : unsigned char { next, stop };

/// Calls `visitor` for each entry whose key is >= `from` (nothing = from the start), in order, until it says stop.
/// Costs the path to the first entry plus what is visited.
Result<> visit_entries(const NodeReader& nodes, ListOrder order, const Root& root, const std::optional<EntryKey>& from,
                       const std::function<Visit(const Entry&)>& visitor);

/// The smallest possible key of a name: where a visit of all its entries begins.
EntryKey first_key_of(std::string name);

enum class Side : unsigned char { removed, added };

/// Calls `visitor` for each entry that only one of the lists has, in order of the keys. Costs the size of the
/// difference: equal subtrees are never read.
Result<> diff_lists(const NodeReader& nodes, ListOrder order, const Root& from, const Root& to,
                    const std::function<void(Side, const Entry&)>& visitor);

/// Calls `visitor` with the hash of every node of the tree below `root`, interior nodes and blocks; skips (with its
/// subtree) a node for which it returns Visit::stop. For garbage collection and fsck.
Result<> visit_nodes(const NodeReader& nodes, const Root& root, const std::function<Visit(const Sha256&)>& visitor);

}  // namespace slipway::index
