// Reading lists. How they are cut and what a root is stands in edit.cpp, how a node is stored in node.cpp.
#include "repo-format/index/tree.hpp"

#include "repo-format/index/cursor.hpp"
#include "repo-format/index/node.hpp"

#include <algorithm>
#include <iterator>

namespace slipway::index {
namespace {

constexpr std::size_t blocks_at_once = 16;  // some 300 KB

Entry entry_of(const Item& item) { return {item.key, static_cast<std::uint32_t>(item.weight)}; }

std::vector<Item>::const_iterator first_from(ListOrder order, const std::vector<Item>& items, const EntryKey& key) {
    return std::partition_point(items.begin(), items.end(),
                                [&](const Item& item) { return compare(order, item.key, key) < 0; });
}

Result<> visit_below(const NodeReader& nodes, const Sha256& hash, const std::function<Visit(const Sha256&)>& visitor) {
    const Node node = TRY(load_node(nodes, hash));
    for (const Item& item : node.items) {
        const bool goes_on = visitor(item.node) == Visit::next;
        if (goes_on && node.level > 1) TRY(visit_below(nodes, item.node, visitor));
    }
    return {};
}

/// Takes out of both rows, which are of one level above the blocks, the nodes they have in common.
void drop_common(ListOrder order, Node& from, Node& to) {
    std::vector<Item> only_from;
    std::vector<Item> only_to;
    auto b = to.items.begin();
    for (Item& a : from.items) {
        while (b != to.items.end() && compare(order, b->key, a.key) < 0) only_to.push_back(std::move(*b++));
        // Nodes with one hash have one first key.
        if (b != to.items.end() && b->node == a.node)
            ++b;
        else
            only_from.push_back(std::move(a));
    }
    only_to.insert(only_to.end(), std::make_move_iterator(b), std::make_move_iterator(to.items.end()));
    from.items = std::move(only_from);
    to.items = std::move(only_to);
}

/// The entries below a row of blocks, a few blocks in memory at a time.
class EntriesBelow {
public:
    EntriesBelow(const NodeReader& nodes, Node row) : nodes_(nodes), row_(std::move(row)) {}

    /// nullptr after the last one; valid until `pass`. Faults: corrupt, io.
    Result<const Item*> current() {
        if (at_ < block_.items.size()) return &block_.items[at_];
        if (next_block_ == row_.items.size()) return nullptr;
        if (next_block_ == first_stored_ + stored_.size()) TRY(read_some());
        const Sha256& hash = row_.items[next_block_].node;
        block_ = TRY(parse_stored(stored_[next_block_ - first_stored_], hash));
        ++next_block_;
        at_ = 0;
        if (block_.level != 0) return Error(Fault::corrupt, "node " + hash.hex() + " is at a wrong level");
        return &block_.items.front();
    }
    void pass() { ++at_; }

private:
    Result<> read_some() {
        std::vector<Sha256> hashes;
        for (auto i = next_block_; i < row_.items.size() && hashes.size() < blocks_at_once; ++i)
            hashes.push_back(row_.items[i].node);
        stored_ = TRY(nodes_.nodes_of(hashes));
        first_stored_ = next_block_;
        return {};
    }

    const NodeReader& nodes_;
    Node row_;
    std::vector<std::string> stored_;  // of the blocks from `first_stored_` on
    std::size_t first_stored_ = 0;
    Node block_;
    std::size_t next_block_ = 0;
    std::size_t at_ = 0;  // in the block
};

}  // namespace

Result<std::vector<std::string>> NodeReader::nodes_of(std::span<const Sha256> hashes) const {
    std::vector<std::string> found;
    found.reserve(hashes.size());
    for (const Sha256& hash : hashes) found.push_back(TRY(node(hash)));
    return found;
}

Result<std::vector<BlockRef>> blocks_of(const NodeReader& nodes, const Root& root) {
    Node row = TRY(root_node(nodes, root));
    while (row.level > 1) row = TRY(expand(nodes, row));
    std::vector<BlockRef> blocks;
    for (const Item& item : row.items)
        blocks.push_back({item.node, static_cast<std::uint32_t>(item.entries), item.weight});
    return blocks;
}

Result<std::vector<Entry>> entries_of(const NodeReader& nodes, const Sha256& block) {
    const Node node = TRY(load_node(nodes, block));
    if (node.level != 0) return Error(Fault::corrupt, "node " + block.hex() + " is not a block");
    std::vector<Entry> entries;
    entries.reserve(node.items.size());
    for (const Item& item : node.items) entries.push_back(entry_of(item));
    return entries;
}

Result<std::uint64_t> count_of(const NodeReader& nodes, const Root& root) {
    const Node top = TRY(root_node(nodes, root));
    return top.items.empty() ? std::uint64_t{0} : item_of(top).entries;
}

Result<std::optional<Entry>> find_entry(const NodeReader& nodes, ListOrder order, const Root& root,
                                        const EntryKey& key) {
    Node top = TRY(root_node(nodes, root));
    if (top.items.empty()) return std::optional<Entry>();
    Cursor cursor(nodes, order, std::move(top), 0);
    TRY(cursor.seek(key));
    const Node* block = TRY(cursor.node());
    const auto at = first_from(order, block->items, key);
    if (at == block->items.end() || at->key != key) return std::optional<Entry>();
    return std::optional(entry_of(*at));
}

Result<> visit_entries(const NodeReader& nodes, ListOrder order, const Root& root, const std::optional<EntryKey>& from,
                       const std::function<Visit(const Entry&)>& visitor) {
    Node top = TRY(root_node(nodes, root));
    if (top.items.empty()) return {};
    const EntryKey start = from.value_or(first_key_of(""));
    Cursor cursor(nodes, order, std::move(top), 0);
    TRY(cursor.seek(start));
    const Node* block = TRY(cursor.node());
    auto at = first_from(order, block->items, start);
    while (true) {
        for (; at != block->items.end(); ++at)
            if (visitor(entry_of(*at)) == Visit::stop) return {};
        const bool more = TRY(cursor.advance());
        if (!more) return {};
        block = TRY(cursor.node());
        at = block->items.begin();
    }
}

EntryKey first_key_of(std::string name) { return {std::move(name), "", "", {}}; }

Result<> diff_lists(const NodeReader& nodes, ListOrder order, const Root& from, const Root& to,
                    const std::function<void(Side, const Entry&)>& visitor) {
    if (from == to) return {};
    Node removed = TRY(root_node(nodes, from));
    Node added = TRY(root_node(nodes, to));
    // Down to the level of the lower one; the empty list has none, and blocks are read one by one below.
    while (removed.level > std::max(added.level, 1U)) removed = TRY(expand(nodes, removed));
    while (added.level > std::max(removed.level, 1U)) added = TRY(expand(nodes, added));
    drop_common(order, removed, added);
    while (removed.level > 1) {
        removed = TRY(expand(nodes, removed));
        added = TRY(expand(nodes, added));
        drop_common(order, removed, added);
    }
    EntriesBelow left(nodes, std::move(removed));
    EntriesBelow right(nodes, std::move(added));
    while (true) {
        const Item* a = TRY(left.current());
        const Item* b = TRY(right.current());
        if (a == nullptr && b == nullptr) return {};
        const bool both = a != nullptr && b != nullptr && a->key == b->key;
        const bool left_first = b == nullptr || (a != nullptr && compare(order, a->key, b->key) < 0);
        if (!both) visitor(left_first ? Side::removed : Side::added, entry_of(left_first ? *a : *b));
        if (both || left_first) left.pass();
        if (both || !left_first) right.pass();
    }
}

Result<> visit_nodes(const NodeReader& nodes, const Root& root, const std::function<Visit(const Sha256&)>& visitor) {
    if (!root || visitor(*root) == Visit::stop) return {};
    return visit_below(nodes, *root, visitor);
}

}  // namespace slipway::index
