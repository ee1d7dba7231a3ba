// Editing a list without reading all of it, and with the same outcome as building the new list from nothing.
//
// A level of the tree is the row of all its items (entries; blocks; nodes above blocks …) cut into nodes by the rule in
// chunker.cpp. From the bottom up, each level takes *changes* (a key and the item it now has, or none), and hands the
// changes of its own nodes to the level above, in the same shape: one algorithm for all levels.
//
// On a level, the chunker starts at the beginning of the first node with a change, takes its items with the changes
// applied, and goes on through the following old nodes until one begins exactly where a new node would begin, and has
// no change itself. Where a node ends depends only on what stands since its start, so from there on the old nodes are
// what the chunker would make again. This is a *splice*; its cost follows the changes, never the list.
//
// One subtlety: a node that ended because the next item did not fit, or was of another name, depends on that next item.
// It is the first of its node, so a change of a first item starts the splice one node earlier. (New keys before the
// first of a node need no such care: they sort into the node before it.)
//
// The root is the lowest node above the blocks that is alone on its level: a list of one block has a root above it too,
// and a tree that lost entries loses the nodes above such a root.
#include "repo-format/index/edit.hpp"

#include "repo-format/index/chunker.hpp"
#include "repo-format/index/cursor.hpp"

#include <algorithm>
#include <iterator>

namespace slipway::index {
namespace {

/// That `key` now has `item`, or nothing.
struct Change {
    EntryKey key;
    std::optional<Item> item;
};

/// Collects the nodes made on all levels.
class NodeWriter {
public:
    /// Keeps a node the old list did not have; gives out how the level above lists it.
    Item add(Node node) {
        Item item = item_of(node);
        made_.push_back({item.node, std::move(node)});
        return item;
    }

    const Node* find(const Sha256& hash) const {
        const auto found =
            std::find_if(made_.rbegin(), made_.rend(), [&](const Made& made) { return made.hash == hash; });
        return found == made_.rend() ? nullptr : &found->node;
    }

    /// The nodes not above the level of the root.
    std::vector<NewNode> release(unsigned root_level) && {
        std::vector<NewNode> nodes;
        for (const Made& made : made_)
            if (made.node.level <= root_level) nodes.push_back({made.hash, render(made.node)});
        return nodes;
    }

private:
    struct Made {
        Sha256 hash;
        Node node;
    };
    std::vector<Made> made_;
};

/// Applies changes to one level of an old tree.
class LevelEdit {
public:
    LevelEdit(const NodeReader& nodes, ListOrder order, const Node& top, unsigned level,
              const std::vector<Change>& changes, NodeWriter& writer)
        : order_(order),
          level_(level),
          old_(nodes, order, top, level),
          next_(changes.begin()),
          end_(changes.end()),
          writer_(writer) {}

    /// The changes to the level above.
    Result<std::vector<Change>> run() && {
        while (next_ != end_) {
            TRY(old_.seek(next_->key));
            if (old_.item().key == next_->key) TRY(old_.step_back());
            TRY(splice());
        }
        return std::move(above_);
    }

private:
    Result<> splice() {
        Chunker chunker(level_, order_.one_name);
        std::vector<Item> replaced;
        bool more = true;
        while (more) {
            replaced.push_back(old_.item());
            const Node* node = TRY(old_.node());
            apply_changes(node->items, chunker);
            more = TRY(old_.advance()) && !TRY(stands_from_here(chunker));
        }
        record(replaced, std::move(chunker).finish());
        return {};
    }

    /// Gives the chunker the items of the current old node with the changes that fall into it.
    void apply_changes(const std::vector<Item>& items, Chunker& chunker) {
        for (const Item& item : items) {
            while (next_is_before(&item.key)) take_next(chunker);
            if (next_ == end_ || next_->key != item.key)
                chunker.add(item);
            else
                take_next(chunker, &item);
        }
        while (next_is_before(old_.bound())) take_next(chunker);
    }

    bool next_is_before(const EntryKey* bound) const {
        return next_ != end_ && (bound == nullptr || compare(order_, next_->key, *bound) < 0);
    }

    void take_next(Chunker& chunker, const Item* present = nullptr) {
        // An entry that is present keeps its weight; an interior item is replaced.
        if (next_->item) chunker.add(level_ == 0 && present != nullptr ? *present : *next_->item);
        ++next_;
    }

    /// Whether the old nodes from the current one on are what the chunker would make.
    Result<bool> stands_from_here(const Chunker& chunker) {
        if (next_is_before(old_.bound())) return false;
        if (chunker.at_cut()) return true;
        const Node* node = TRY(old_.node());
        return chunker.cuts_before(node->items.front());
    }

    /// Notes for the level above that `made` took the place of `replaced`.
    void record(const std::vector<Item>& replaced, std::vector<Node> made) {
        auto old = replaced.begin();
        for (Node& node : made) {
            const Item item = item_of(node);
            for (; old != replaced.end() && compare(order_, old->key, item.key) < 0; ++old)
                above_.push_back({old->key, std::nullopt});
            const bool same_key = old != replaced.end() && old->key == item.key;
            if (!same_key || old->node != item.node) above_.push_back({item.key, writer_.add(std::move(node))});
            if (same_key) ++old;
        }
        for (; old != replaced.end(); ++old) above_.push_back({old->key, std::nullopt});
    }

    ListOrder order_;
    unsigned level_;
    Cursor old_;
    std::vector<Change>::const_iterator next_;
    std::vector<Change>::const_iterator end_;
    NodeWriter& writer_;
    std::vector<Change> above_;
};

/// The edit in order of keys, one change for each. A key to be removed and added stays or comes in.
std::vector<Change> changes_of(ListOrder order, const ListEdit& edit) {
    std::vector<Change> changes;
    changes.reserve(edit.add.size() + edit.remove.size());
    for (const Entry& entry : edit.add) changes.push_back({entry.key, Item{entry.key, entry.weight, 1, {}}});
    for (const EntryKey& key : edit.remove) changes.push_back({key, std::nullopt});
    // Stable: of changes with one key the first stays, and additions were put first.
    std::stable_sort(changes.begin(), changes.end(),
                     [&](const Change& a, const Change& b) { return compare(order, a.key, b.key) < 0; });
    const auto same_key = [](const Change& a, const Change& b) { return a.key == b.key; };
    changes.erase(std::unique(changes.begin(), changes.end(), same_key), changes.end());
    return changes;
}

std::vector<Item> items_of(const std::vector<Change>& changes) {
    std::vector<Item> items;
    for (const Change& change : changes)
        if (change.item) items.push_back(*change.item);
    return items;
}

std::vector<Item> chunk(ListOrder order, unsigned level, const std::vector<Item>& items, NodeWriter& writer) {
    Chunker chunker(level, order.one_name);
    for (const Item& item : items) chunker.add(item);
    std::vector<Item> above;
    for (Node& node : std::move(chunker).finish()) above.push_back(writer.add(std::move(node)));
    return above;
}

/// Brings a row of all items of a level to a root: adds levels while several nodes stand side by side, leaves out those
/// that stand above a single node. `row.level` is 0 for entries, else above 1.
Result<EditedList> raise_root(const NodeReader& nodes, ListOrder order, Node row, NodeWriter writer) {
    if (row.items.empty()) return EditedList{};
    while (row.level < 2 || row.items.size() > 1) {
        row.items = chunk(order, row.level, row.items, writer);
        ++row.level;
    }
    while (row.level > 2) {
        const Node* made = writer.find(row.items.front().node);
        Node below = made != nullptr ? *made : TRY(load_node(nodes, row.items.front().node));
        if (below.items.size() > 1) break;
        row = std::move(below);
    }
    const Item& root = row.items.front();
    return EditedList{root.node, root.entries, std::move(writer).release(row.level - 1)};
}

}  // namespace

Result<EditedList> edit_list(const NodeReader& nodes, ListOrder order, const Root& root, const ListEdit& edit) {
    const Node old = TRY(root_node(nodes, root));
    std::vector<Change> changes = changes_of(order, edit);
    NodeWriter writer;
    if (!root) return raise_root(nodes, order, {0, items_of(changes)}, std::move(writer));
    for (unsigned level = 0; level < old.level; ++level)
        changes = TRY(LevelEdit(nodes, order, old, level, changes, writer).run());
    // The level of the root: a row of one node, listed by nothing that is stored.
    const Node top{old.level + 1, {item_of(old)}};
    changes = TRY(LevelEdit(nodes, order, top, old.level, changes, writer).run());
    if (changes.empty()) return EditedList{root, top.items.front().entries, {}};
    return raise_root(nodes, order, {top.level, items_of(changes)}, std::move(writer));
}

}  // namespace slipway::index
