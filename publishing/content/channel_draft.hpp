#pragma once

#include "publishing/content/package_edits.hpp"
#include "publishing/model/model.hpp"
#include "repo-format/index/tree.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace slipway::publishing {

/// A channel's content while a publication is being decided: its package lists as they are plus what was added and
/// removed since. The lists of other kinds follow at the end. Look-ups cost tree paths, never a scan. One thread.
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
    /// Calls `visitor` once for every package of a package list's own (see is_home_of) with the edits so far.
    Result<> visit_home(const storage::DistroRow& distro, const IndexKey& index,
                        const std::function<Result<>(const index::Entry&)>& visitor) const;

    /// Puts a package into every package list that is to have it; begins those of its architecture where the channel
    /// has none. Precondition: not contained.
    Result<> add(const storage::DistroRow& distro, const std::string& component, const index::Entry& entry);
    /// Takes it out of them. Precondition: contained.
    void remove(const storage::DistroRow& distro, const std::string& component, const index::EntryKey& key);
    /// Becomes equal to another channel of the repository, sharing its trees. Precondition: nothing was added or
    /// removed.
    void adopt(const ChannelState& other);
    /// Begins the indexes that a distro declares and the channel lacks; how many.
    Result<std::size_t> begin_declared(const storage::DistroRow& distro);
    /// Gives an empty index what belongs there and stands in the distro's package lists; how many packages.
    Result<std::size_t> begin_anew(const storage::DistroRow& distro, const IndexKey& index);
    /// Drops the indexes that a distro does not declare and no package needs; how many. Precondition: it declares the
    /// components of all packages.
    Result<std::size_t> drop_undeclared(const storage::DistroRow& distro);
    /// Drops all that the channel has of a distro; how many packages.
    Result<std::uint64_t> drop_distro(const storage::DistroRow& distro);
    /// The first package of a package list that is so. Precondition: nothing was added to the index or removed.
    using IsWanted = std::function<bool(const index::EntryKey&)>;
    Result<std::optional<index::EntryKey>> find_first(const storage::DistroRow& distro, const IndexKey& index,
                                                      const IsWanted& is_wanted) const;
    /// Whether the channel has a package that needs an index of this architecture, with the edits so far.
    Result<bool> has_own(const storage::DistroRow& distro, const std::string& architecture) const {
        return has_own(nodes_, distro, architecture);
    }

    std::uint64_t added() const { return added_; }
    std::uint64_t removed() const { return removed_; }

    /// Indexes that differ from those the draft began with.
    struct Difference {
        std::set<IndexKey> changed;  // with another content, or new
        std::set<IndexKey> gone;
    };
    /// Carries the edits out on the trees, and brings the lists of all kinds in step with the packages, of which
    /// `packages` has the texts; new nodes go to `made`. An index of an architecture that the distro does not declare
    /// goes when it has lost its last own package. May be called again.
    Result<Difference> finish(const DistroOf& distro_of, const PackageReader& packages, PendingNodes& made);

private:
    Result<> begin_index(const storage::DistroRow& distro, const IndexKey& index);
    Result<> take_over(const storage::DistroRow& distro, const IndexKey& index, const IndexKey& other);
    Result<std::size_t> count_for(const storage::DistroRow& distro, const IndexKey& index) const;
    ListState& list_to_change(const IndexKey& index);
    void drop_index(const IndexKey& index);
    /// Reads lists as `nodes` has them.
    Result<bool> has_own(const index::NodeReader& nodes, const storage::DistroRow& distro,
                         const std::string& architecture) const;

    using Moved = std::map<RowId, std::vector<MovedPackage>>;  // by distro
    Result<> drop_empty(const DistroOf& distro_of, const PendingNodes& made);
    Result<> follow(const DistroOf& distro_of, Moved moved, const PackageReader& packages, PendingNodes& made);
    Difference difference() const;

    const index::NodeReader& nodes_;
    ChannelState state_;
    /// Of the lists that were changed; nothing: it was not there.
    std::map<IndexKey, std::optional<index::Root>> before_;
    PackageEdits edits_;
    std::set<IndexKey> begun_;                          // that are no package lists: they begin when the draft ends
    std::set<std::pair<RowId, std::string>> lost_own_;  // architectures that an own package was taken out of
    std::uint64_t added_ = 0;
    std::uint64_t removed_ = 0;
};

}  // namespace slipway::publishing
