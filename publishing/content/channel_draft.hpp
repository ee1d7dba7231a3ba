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

/// A channel's content while a publication is planned: its package lists as they were, plus what was added and removed
/// since. The lists of other kinds follow at the end. A look-up costs a tree path, never a scan. One thread.
class ChannelDraft {
public:
    ChannelDraft(const index::NodeReader& nodes, ChannelState state) : nodes_(nodes), state_(std::move(state)) {}

    const ChannelState& state() const { return state_; }
    storage::ChannelRow& settings() { return state_.settings; }
    std::optional<storage::ChannelLife>& life() { return state_.life; }

    /// Returns whether the package is in this component of the distro.
    Result<bool> contains(const storage::DistroRow& distro, const std::string& component,
                          const index::EntryKey& key) const;
    /// Returns the packages of exactly this name, version and architecture in this component of the distro.
    Result<std::vector<index::EntryKey>> same_version(const storage::DistroRow& distro, const std::string& component,
                                                      const index::EntryKey& like) const;
    /// Calls `visitor` once for every package whose home is this package list (see is_home_of), with the edits so far.
    Result<> visit_home(const storage::DistroRow& distro, const IndexKey& index,
                        const std::function<Result<>(const index::Entry&)>& visitor) const;

    /// Puts a package into every package list that has to list it. Begins the lists of its architecture if the channel
    /// has none. Precondition: the channel does not contain the package.
    Result<> add(const storage::DistroRow& distro, const std::string& component, const index::Entry& entry);
    /// Removes a package from all of these lists. Precondition: the channel contains the package.
    void remove(const storage::DistroRow& distro, const std::string& component, const index::EntryKey& key);
    /// Takes over the content of another channel of the repository, sharing its trees. Precondition: nothing was added
    /// or removed.
    void adopt(const ChannelState& other);
    /// Begins the indexes that a distro declares and the channel lacks. Returns how many.
    Result<std::size_t> begin_declared(const storage::DistroRow& distro);
    /// Fills an empty index with those packages of the distro's package lists that belong there. Returns how many.
    Result<std::size_t> begin_anew(const storage::DistroRow& distro, const IndexKey& index);
    /// Drops the indexes that a distro does not declare and no package needs. Returns how many. Precondition: the
    /// distro declares the components of all packages.
    Result<std::size_t> drop_undeclared(const storage::DistroRow& distro);
    /// Drops all that the channel has of a distro. Returns how many packages that were.
    Result<std::uint64_t> drop_distro(const storage::DistroRow& distro);
    /// Returns the first package of a package list that is wanted. Precondition: nothing was added to the index or
    /// removed from it.
    using IsWanted = std::function<bool(const index::EntryKey&)>;
    Result<std::optional<index::EntryKey>> find_first(const storage::DistroRow& distro, const IndexKey& index,
                                                      const IsWanted& is_wanted) const;
    /// Returns whether the channel has a package that needs an index of this architecture, with the edits so far.
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
    /// Carries out the edits on the trees, and brings the lists of all kinds in step with the packages. `packages` has
    /// their texts. New nodes go to `made`. Drops an index of an architecture that the distro does not declare if it
    /// has lost its last own package. May be called again.
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
    /// The roots of the changed lists before the changes; nothing for a list that did not exist.
    std::map<IndexKey, std::optional<index::Root>> before_;
    PackageEdits edits_;
    std::set<IndexKey> begun_;  // indexes other than package lists, to begin when the draft ends
    std::set<std::pair<RowId, std::string>> lost_own_;  // architectures that an own package was removed from
    std::uint64_t added_ = 0;
    std::uint64_t removed_ = 0;
};

}  // namespace slipway::publishing
