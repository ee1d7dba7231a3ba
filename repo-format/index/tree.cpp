// Reading lists. How they are cut and what a root is stands in edit.cpp, how a node is stored in node.cpp.
#include "repo-format/index/tree.hpp"

#include "repo-format/index/cursor.hpp"
#include "repo-format/index/node.hpp"

#include <algorithm>
#include <iterator>

namespace slipway::index {
namespace {

Entry entry_of(const Item& item) { return {item.key, static_cast<std::uint32_t>(item.weight)}; }

std::vector<Item>::const_iterator first_from(VersionOrder order, const std::vector<Item>& items, const EntryKey& key) {
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

/// Takes out of both rows, which are of one level, what they have in common.
void drop_common(VersionOrder order, Node& from, Node& to) {
    std::vector<Item> only_from;
    std::vector<Item> only_to;
    auto b = to.items.begin();
    for (Item& a : from.items) {
        while (b != to.items.end() && compare(order, b->key, a.key) < 0) only_to.push_back(std::move(*b++));
        // Nodes with one hash have one first key; entries have no node and equal keys are enough.
        if (b != to.items.end() && b->key == a.key && b->node == a.node)
            ++b;
        else
            only_from.push_back(std::move(a));
    }
    only_to.insert(only_to.end(), std::make_move_iterator(b), std::make_move_iterator(to.items.end()));
    from.items = std::move(only_from);
    to.items = std::move(only_to);
}

}  // namespace

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

Result<std::optional<Entry>> find_entry(const NodeReader& nodes, VersionOrder order, const Root& root,
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

Result<> visit_entries(const NodeReader& nodes, VersionOrder order, const Root& root,
                       const std::optional<EntryKey>& from, const std::function<Visit(const Entry&)>& visitor) {
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

Result<> diff_lists(const NodeReader& nodes, VersionOrder order, const Root& from, const Root& to,
                    const std::function<void(Side, const Entry&)>& visitor) {
    if (from == to) return {};
    Node removed = TRY(root_node(nodes, from));
    Node added = TRY(root_node(nodes, to));
    while (removed.level > added.level) removed = TRY(expand(nodes, removed));
    while (added.level > removed.level) added = TRY(expand(nodes, added));
    drop_common(order, removed, added);
    while (removed.level > 0) {
        removed = TRY(expand(nodes, removed));
        added = TRY(expand(nodes, added));
        drop_common(order, removed, added);
    }
    auto next = added.items.begin();
    for (const Item& item : removed.items) {
        for (; next != added.items.end() && compare(order, next->key, item.key) < 0; ++next)
            visitor(Side::added, entry_of(*next));
        visitor(Side::removed, entry_of(item));
    }
    for (; next != added.items.end(); ++next) visitor(Side::added, entry_of(*next));
    return {};
}

Result<> visit_nodes(const NodeReader& nodes, const Root& root, const std::function<Visit(const Sha256&)>& visitor) {
    if (!root || visitor(*root) == Visit::stop) return {};
    return visit_below(nodes, *root, visitor);
}

}  // namespace slipway::index
