#pragma once

#include "publishing/content/holding_channels.hpp"
#include "publishing/model/audit_events.hpp"
#include "publishing/planning/facts.hpp"
#include "publishing/planning/plan.hpp"
#include "publishing/planning/planned_packages.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace slipway::publishing {

/// Returns an id for a row that is planned before it is written. Gives out each id once. Thread-safe. Faults:
/// storage_full, io, busy.
using NewId = std::function<Result<RowId>()>;

/// How many of something a repository or channel may have.
struct PlanLimits {
    std::size_t ephemeral_channels = 0;   // of a repository
    std::size_t extra_architectures = 0;  // of a channel: architectures that its distros do not declare
};

using TakenVersions = std::map<VersionKey, Sha256>;

/// How many packages came to a channel and left it.
struct PackageCounts {
    std::uint64_t added = 0;
    std::uint64_t removed = 0;
};

/// A plan in the making. The rules of changes are applied to it one after another, each to the state that the ones
/// before have made. The plan follows from what is given to it: it asks no clock and no catalog. One thread.
class Planning {
public:
    struct Given {
        const Facts& facts;
        const index::NodeReader& nodes;  // content by its hash, so what it reads is always the same
        NewId new_id;
        Seconds now;
        PlanLimits limits;
        const KeptContents* kept = nullptr;  // null: none is remembered
    };
    Planning(Given given, const RepositoryState& state);

    const Given& given() const { return given_; }
    const Facts& facts() const { return given_.facts; }
    const RepositoryState& state() const { return plan_.after; }
    Plan& plan() { return plan_; }

    std::map<std::string, ChannelDraft>& drafts() { return drafts_; }
    const std::map<std::string, ChannelDraft>& drafts() const { return drafts_; }
    /// Returns the draft of a channel. Faults: those of `no_channel`.
    Result<ChannelDraft*> draft_of(const std::string& channel);
    /// Returns a distro, or null if there is none.
    storage::DistroRow* distro(RowId id);
    storage::DistroRow* distro(const std::string& name);
    const storage::DistroRow* distro(RowId id) const { return plan_.after.find_distro(id); }

    /// Returns the index of the event in the plan. `channel` may be "".
    template <class What>
    std::size_t add_event(const Actor& actor, const std::string& channel, const What& what) {
        plan_.events.push_back(event_of(actor, {plan_.after.settings.name, channel}, given_.now, what));
        return plan_.events.size() - 1;
    }
    /// Replaces the details of an event that was added before all of them were known.
    template <class What>
    void amend_event(std::size_t event, const What& what) {
        plan_.events.at(event).details = what.details().text();
    }
    /// Records why the channel gets a revision.
    void record_change(const std::string& channel, Cause cause, const Actor& actor, const std::string& reason,
                       PackageCounts counts, std::size_t event);

    /// Begins a channel with the name, settings and lists of `state`. Its numbers and dates continue those of the name.
    Result<> begin_channel(ChannelState state, std::size_t event);
    /// Puts the settings of a channel into the repository's.
    void save_settings(const storage::ChannelRow& channel);
    /// Deletes a channel with all that it has.
    void end_channel(const std::string& name);

    /// Stores the package if it is new, and gives it its addresses.
    void store_package(const SharedPackage& package, RowId distro, const std::string& component);
    /// Removes the package from every component of this distro, or of all distros of its format. Returns how often it
    /// was there.
    Result<std::uint64_t> remove_package(ChannelDraft& draft, Format format, const index::EntryKey& key,
                                         const std::optional<std::string>& distro) const;

    /// Reads packages with their texts, also those that this plan stores.
    PlannedPackages packages() const { return {*plan_.packages, given_.facts}; }

    /// Finds those of these versions that are taken, in this plan or before, each with the uploaded bytes that took it.
    Result<TakenVersions> find_taken(std::span<const VersionKey> versions) const;
    void take_version(const storage::DistroRow& distro, const storage::PackageRow& package);
    /// Finds the channels of this plan that have the version with these uploaded bytes, as they are or signed.
    Result<HoldingChannels> holders_of(const storage::DistroRow& distro, const index::EntryKey& version,
                                       const Sha256& uploaded) const;

    /// Returns the variant that this plan publishes for uploaded bytes, or null if none was chosen.
    SharedPackage variant_chosen_for(const Sha256& uploaded) const;
    void choose_variant(const SharedPackage& package) { chosen_variants_[package->uploaded_sha256] = package; }

    /// Lets every Release and repomd.xml be written and signed anew.
    void renew_entry_points() { renew_entry_points_ = true; }
    /// Lets every Release be written and signed anew.
    void renew_releases() { renew_releases_ = true; }

    /// Applies what was drafted to the trees and closes the plan. Faults: internal, if a revision has no cause.
    Result<Plan> finish() &&;

private:
    Result<> finish_channel(const std::string& name, ChannelDraft& draft);
    void collect_entry_points(ChannelPlan& work, const ChannelDraft::Difference& difference,
                              const ContentLists& lists) const;

    Given given_;
    Plan plan_;
    std::map<std::string, ChannelDraft> drafts_;
    TakenVersions taken_;                                        // in this plan
    std::unordered_map<Sha256, SharedPackage> chosen_variants_;  // by the bytes uploaded
    bool renew_entry_points_ = false;
    bool renew_releases_ = false;
};

/// Returns how many packages came to a draft and left it since `before`.
PackageCounts counts_since(const ChannelDraft& draft, const PackageCounts& before);

index::EntryKey key_of(const storage::PackageRow& package);

}  // namespace slipway::publishing
