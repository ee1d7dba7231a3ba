#pragma once

#include "repo-format/index/tree.hpp"

#include <string>
#include <vector>

namespace slipway::index {

struct NewNode {
    Sha256 hash;
    std::string bytes;
};

/// Entries to remove from a list and to add, in any order. Removing an absent one or adding a present one changes
/// nothing; an entry whose key is present keeps its weight. A key that is both removed and added is in the result.
struct ListEdit {
    std::vector<Entry> add;
    std::vector<EntryKey> remove;
};

struct EditedList {
    Root root;
    std::uint64_t count = 0;     // entries in the new list
    std::vector<NewNode> nodes;  // those the old list did not have; to be stored before the root is used
};

/// The list after `edit`. The result depends on the resulting *set* of entries only, never on how it came about.
/// Reads and makes a number of nodes proportional to the edit, not to the list. Faults:
/// corrupt, and those of `nodes`.
Result<EditedList> edit_list(const NodeReader& nodes, ListOrder order, const Root& root, const ListEdit& edit);

}  // namespace slipway::index
