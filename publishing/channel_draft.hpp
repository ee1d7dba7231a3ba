#pragma once

#include "publishing/model.hpp"
#include "publishing/node_cache.hpp"
#include "repo-format/index/tree.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace slipway::publishing {

index::VersionOrder version_order_of(const storage::DistroRow& distro);

/// Orders keys by their bytes; for sets only, not the order of an index.
struct KeyLess {
    bool operator()(const index::EntryKey& a, const index::EntryKey& b) const;
};

/// A channel's content while a publication is being decided: the trees as they are plus what was added and removed
/// since. Look-ups cost tree paths, never a scan. One thread.
class ChannelDraft {
public:
    ChannelDraft(const index::NodeReader& nodes, ChannelState state) : nodes_(nodes), state_(std::move(state)) {}

    const ChannelState& state() const { return state_; }
    storage::ChannelRow& settings() { return state_.settings; }
    std::optional<storage::ChannelLife>& life() { return state_.life; }

    /// Whether the package is in this component of the distro.
    Result<bool> contains(const storage::DistroRow& distro, const std::string& component,
                          const index::EntryKey& key) const;
    /// The packages of exactly this name, version and architecture in this component of the distro.
    Result<std::vector<index::EntryKey>> same_version(const storage::DistroRow& distro, const std::string& component,
                                                      const index::EntryKey& like) const;
    /// Calls `visitor` once for every package of an index's own (see is_home_of) with the edits so far.
    Result<> visit_home(const storage::DistroRow& distro, const IndexKey& index,
                        const std::function<Result<>(const index::Entry&)>& visitor) const;

    /// Puts a package into every index that lists it. Precondition: not contained.
    void add(const storage::DistroRow& distro, const std::string& component, const index::Entry& entry);
    /// Takes it out of them. Precondition: contained.
    void remove(const storage::DistroRow& distro, const std::string& component, const index::EntryKey& key);
    /// Becomes equal to another channel of the repository, sharing its trees. Precondition: nothing was added or
    /// removed.
    void adopt(const ChannelState& other);
    /// Begins an index of a distro; takes over what belongs there and stands in the distro's other indexes.
    Result<> begin_index(const storage::DistroRow& distro, const IndexKey& index);

    std::uint64_t added() const { return added_; }
    std::uint64_t removed() const { return removed_; }

    /// Carries the edits out on the trees; new nodes go to `made`. The indexes whose content changed since the start.
    /// May be called again.
    Result<std::set<IndexKey>> finish(const std::function<const storage::DistroRow*(RowId)>& distro_of,
                                      PendingNodes& made);

private:
    struct Edits {
        std::map<index::EntryKey, index::Entry, KeyLess> added;
        std::set<index::EntryKey, KeyLess> removed;
    };
    const Edits* edits_of(const IndexKey& index) const;

    ListState& list_to_change(const IndexKey& index);

    const index::NodeReader& nodes_;
    ChannelState state_;
    std::map<IndexKey, index::Root> before_;  // of the lists that were changed
    std::map<IndexKey, Edits> edits_;
    std::uint64_t added_ = 0;
    std::uint64_t removed_ = 0;
};

}  // namespace slipway::publishing
