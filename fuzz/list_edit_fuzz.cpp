// A list is the set of its entries, however it was made: edits beside a std::set, the tree of the set made at once
// beside the tree of the edits, and what one list has more than another beside their difference.
#include "fuzz/support.hpp"
#include "repo-format/index/edit.hpp"
#include "repo-format/index/tree.hpp"

#include <array>
#include <map>
#include <set>

using namespace slipway::fuzz;
using namespace slipway::index;

namespace {

class Nodes final : public NodeReader {
public:
    slipway::Result<std::string> node(const slipway::Sha256& hash) const override {
        const auto found = bytes_.find(hash);
        if (found == bytes_.end()) return slipway::Error(slipway::Fault::corrupt, "an unknown node");
        return found->second;
    }
    void add(const std::vector<NewNode>& nodes) {
        for (const auto& node : nodes) bytes_[node.hash] = node.bytes;
    }

private:
    std::map<slipway::Sha256, std::string> bytes_;
};

Entry entry_of(unsigned number, unsigned version) {
    Entry entry{{"package-" + std::to_string(number), "1." + std::to_string(version), "amd64", {}}, 0};
    entry.key.sha256.bytes[0] = static_cast<unsigned char>(number);
    // A seventh of a block each: a handful of entries has several blocks.
    entry.weight = 20'000 + 700 * number + 31 * version;
    return entry;
}

constexpr std::array<ListOrder, 4> orders = {VersionOrder::deb, VersionOrder::rpm,
                                             ListOrder(VersionOrder::deb, OneName::stays_together),
                                             ListOrder(VersionOrder::bytes, OneName::stays_together)};

struct Keys {
    ListOrder order;
    bool operator()(const Entry& a, const Entry& b) const { return compare(order, a.key, b.key) < 0; }
};
using Model = std::set<Entry, Keys>;

Root apply(Nodes& nodes, ListOrder order, const Root& root, const ListEdit& edit, std::size_t count) {
    const auto edited = edit_list(nodes, order, root, edit);
    require(edited.ok() && edited->count == count);
    nodes.add(edited->nodes);
    return edited->root;
}

void require_is(const Nodes& nodes, ListOrder order, const Root& root, const Model& model) {
    auto expected = model.begin();
    const auto visited = visit_entries(nodes, order, root, std::nullopt, [&](const Entry& entry) {
        require(expected != model.end() && *expected == entry);
        ++expected;
        return Visit::next;
    });
    require(visited.ok() && expected == model.end());
}

ListEdit next_edit(Pieces& pieces, Model& model) {
    ListEdit edit;
    Model touched(model.key_comp());  // an edit adds or removes a key, never both
    for (auto changes = 1 + pieces.byte() % 8; changes > 0; --changes) {
        const auto what = pieces.byte();
        const auto entry = entry_of(what % 64, what / 128);
        if (!touched.insert(entry).second) continue;
        if (what % 3 == 0) {
            edit.remove.push_back(entry.key);
            model.erase(entry);
        } else {
            edit.add.push_back(entry);
            model.insert(entry);
        }
    }
    return edit;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Pieces pieces(data, size);
    const auto order = orders[pieces.byte() % orders.size()];
    Nodes nodes;
    Model model(Keys{order});
    Root root;
    while (!pieces.at_end()) {
        const auto edit = next_edit(pieces, model);
        root = apply(nodes, order, root, edit, model.size());
    }
    require_is(nodes, order, root, model);
    const ListEdit all{{model.begin(), model.end()}, {}};
    require(apply(nodes, order, {}, all, model.size()) == root);
    std::size_t added = 0;
    const auto compared = diff_lists(nodes, order, {}, root, [&](Side side, const Entry& entry) {
        require(side == Side::added && model.contains(entry));
        ++added;
    });
    require(compared.ok() && added == model.size());
    return 0;
}
