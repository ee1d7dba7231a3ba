#pragma once

#include "publishing/content/following_lists.hpp"
#include "publishing/content/node_cache.hpp"
#include "publishing/model/model.hpp"
#include "repo-format/index/tree.hpp"

#include <functional>
#include <map>
#include <set>
#include <vector>

namespace slipway::publishing {

/// Orders keys by their bytes; for sets only, not the order of a list.
struct KeyLess {
    bool operator()(const index::EntryKey& a, const index::EntryKey& b) const;
};

/// Which distro has an id; null where none has.
using DistroOf = std::function<const storage::DistroRow*(RowId)>;

/// What came to the package lists of a content and left them since a draft began.
class PackageEdits {
public:
    struct OfList {
        std::map<index::EntryKey, index::Entry, KeyLess> added;
        std::set<index::EntryKey, KeyLess> removed;
    };

    bool empty() const { return of_lists_.empty(); }
    /// Null where there is none.
    const OfList* find(const IndexKey& index) const;

    /// Of a package that came and left, or left and came, nothing stays.
    void add(const IndexKey& index, const index::Entry& entry);
    void remove(const IndexKey& index, const index::EntryKey& key);
    /// Of a list that begins: it gets what others have.
    void fill(const IndexKey& index, const index::Entry& entry) { of_lists_[index].added[entry.key] = entry; }

    /// By distro, the packages that came to their homes (see home_of) or left them, where lists follow from packages.
    std::map<RowId, std::vector<MovedPackage>> moved(const DistroOf& distro_of) const;

    /// The lists after the edits; new nodes go to `made`. Faults: corrupt, io.
    Result<ContentLists> carried_out(const index::NodeReader& nodes, const ContentLists& lists,
                                     const DistroOf& distro_of, PendingNodes& made) const;
    void clear() { of_lists_.clear(); }

private:
    std::map<IndexKey, OfList> of_lists_;
};

}  // namespace slipway::publishing
