#include "repo-format/index/cursor.hpp"

#include <algorithm>

namespace slipway::index {

Cursor::Cursor(const NodeReader& nodes, ListOrder order, Node top, unsigned level)
    : nodes_(nodes), order_(order), level_(level), path_{{Sha256{}, std::move(top), 0}} {}

Result<> Cursor::seek(const EntryKey& key) {
    for (std::size_t depth = 0;; ++depth) {
        Step& step = path_[depth];
        const auto& items = step.node.items;
        const auto after = std::partition_point(items.begin(), items.end(),
                                                [&](const Item& item) { return compare(order_, item.key, key) <= 0; });
        step.index = after == items.begin() ? 0 : static_cast<std::size_t>(after - items.begin()) - 1;
        if (step.node.level == level_ + 1) return {};
        TRY(enter(depth + 1));
    }
}

Result<bool> Cursor::advance() {
    std::size_t depth = path_.size();
    while (depth > 0 && path_[depth - 1].index + 1 == path_[depth - 1].node.items.size()) --depth;
    if (depth == 0) return false;
    ++path_[depth - 1].index;
    for (; depth < path_.size(); ++depth) TRY(enter(depth))->index = 0;
    return true;
}

Result<bool> Cursor::step_back() {
    std::size_t depth = path_.size();
    while (depth > 0 && path_[depth - 1].index == 0) --depth;
    if (depth == 0) return false;
    --path_[depth - 1].index;
    for (; depth < path_.size(); ++depth) {
        Step* step = TRY(enter(depth));
        step->index = step->node.items.size() - 1;
    }
    return true;
}

Result<const Node*> Cursor::node() {
    if (current_.node.items.empty() || current_.hash != item().node) {
        Node loaded = TRY(load_node(nodes_, item().node));
        if (loaded.level != level_) return Error(Fault::corrupt, "node " + item().node.hex() + " is at a wrong level");
        current_ = {item().node, std::move(loaded), 0};
    }
    return &current_.node;
}

const EntryKey* Cursor::bound() const {
    for (auto step = path_.rbegin(); step != path_.rend(); ++step)
        if (step->index + 1 < step->node.items.size()) return &step->node.items[step->index + 1].key;
    return nullptr;
}

/// Makes path_[depth] the node that the step above points at; one already there is not read again.
Result<Cursor::Step*> Cursor::enter(std::size_t depth) {
    const Sha256 hash = path_[depth - 1].item().node;
    if (depth == path_.size() || path_[depth].hash != hash) {
        Node loaded = TRY(load_node(nodes_, hash));
        if (loaded.level + 1 != path_[depth - 1].node.level)
            return Error(Fault::corrupt, "node " + hash.hex() + " is at a wrong level");
        if (depth == path_.size()) path_.emplace_back();
        path_[depth] = {hash, std::move(loaded), 0};
    }
    return &path_[depth];
}

}  // namespace slipway::index
