#include "repo-format/index/name_reader.hpp"

#include <algorithm>

namespace slipway::index {

Result<NameReader> NameReader::open(const NodeReader& nodes, ListOrder order, const Root& root) {
    Node top = TRY(root_node(nodes, root));
    if (top.items.empty()) return NameReader(order, std::nullopt);
    return NameReader(order, Cursor(nodes, order, std::move(top), 0));
}

Result<std::vector<Entry>> NameReader::entries_of(const std::string& name) {
    std::vector<Entry> found;
    if (!cursor_) return found;
    const EntryKey first = first_key_of(name);
    TRY(cursor_->seek(first));
    while (true) {
        const Node* block = TRY(cursor_->node());
        const auto begin = std::partition_point(block->items.begin(), block->items.end(),
                                                [&](const Item& item) { return compare(order_, item.key, first) < 0; });
        for (auto at = begin; at != block->items.end() && at->key.name == name; ++at)
            found.push_back({at->key, static_cast<std::uint32_t>(at->weight)});
        // Asked of the bound, and not of the next node: the next name may still belong into this one.
        const EntryKey* bound = cursor_->bound();
        if (bound == nullptr || bound->name != name) return found;
        TRY(cursor_->advance());
    }
}

}  // namespace slipway::index
