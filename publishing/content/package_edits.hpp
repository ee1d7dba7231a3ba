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

/// Orders keys by their bytes. This is for sets only; it is not the order of a list.
struct KeyLess {
    bool operator()(const index::EntryKey& a, const index::EntryKey& b) const;
};

/// Returns the distro with an id, or null.
using DistroOf = std::function<const storage::DistroRow*(RowId)>;

/// The packages that came to the package lists of a content, or left them, since a draft began.
class PackageEdits {
public:
    struct OfList {
        std::map<index::EntryKey, index::Entry, KeyLess> added;
        std::set<index::EntryKey, KeyLess> removed;
    };

    bool empty() const { return of_lists_.empty(); }
    /// Returns null if the list has no edits.
    const OfList* find(const IndexKey& index) const;

    /// `add` and `remove` of the same package cancel each other.
    void add(const IndexKey& index, const index::Entry& entry);
    void remove(const IndexKey& index, const index::EntryKey& key);
    /// Adds to a list that begins what other lists have.
    void fill(const IndexKey& index, const index::Entry& entry) { of_lists_[index].added[entry.key] = entry; }

    /// Returns by distro the packages that came to their homes (see home_of) or left them, if lists follow from
    /// packages.
    std::map<RowId, std::vector<MovedPackage>> moved(const DistroOf& distro_of) const;

    /// Returns the lists after the edits. New nodes go to `made`. Faults: corrupt, io.
    Result<ContentLists> carried_out(const index::NodeReader& nodes, const ContentLists& lists,
                                     const DistroOf& distro_of, PendingNodes& made) const;
    void clear() { of_lists_.clear(); }

private:
    std::map<IndexKey, OfList> of_lists_;
};

}  // namespace slipway::publishing
