#pragma once

#include "publishing/content/channel_draft.hpp"
#include "publishing/model/audit_events.hpp"
#include "publishing/planning/change.hpp"
#include "publishing/planning/commands.hpp"
#include "publishing/planning/plan.hpp"
#include "storage/catalog/catalog.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace slipway::publishing {

/// Ids for rows that are decided on before they are written. Thread-safe.
using NewId = std::function<RowId()>;

enum class Trial : unsigned char { no, yes };

/// Decides what a publication changes: applies changes one after another to a copy of the repository's state, each
/// checked against the state made by those before it. A change that fails leaves no trace in the plan. One thread;
/// reads the catalog (blocks).
class Planner {
public:
    struct Parts {
        const storage::Catalog& catalog;
        const index::NodeReader& nodes;
        NewId new_id;
        Seconds now;
        std::size_t ephemeral_channels = 0;   // at most
        std::size_t extra_architectures = 0;  // at most, of a channel
        const KeptContents* kept = nullptr;   // null: none is remembered
    };
    static Result<Planner> begin(Parts parts, const RepositoryState& state);

    /// The state of the catalog that is planned on.
    const storage::ReadTransaction& transaction() const { return tx_; }

    /// The `plan_…` functions apply one change. Faults: those the API documents for the request, or the server's own.
    Result<UploadAnswer> plan_upload(const Actor& actor, const UploadChange& change);
    Result<> plan_remove(const Actor& actor, const RemoveChange& change);
    Result<PurgeOutcome> plan_purge(const Actor& actor, const PurgeChange& change);
    Result<> plan_put_repository(const Actor& actor, const PutRepositoryChange& change);
    Result<PutResult> plan_put_distro(const Actor& actor, const PutDistroChange& change);
    Result<> plan_delete_distro(const Actor& actor, const DeleteDistroChange& change);
    Result<PutResult> plan_put_channel(const Actor& actor, const PutChannelChange& change);
    Result<> plan_keys(const Actor& actor, const KeyChange& change);
    Result<> plan_resigned(const Actor& actor, const ResignedChange& change);
    /// Where the outcome has conflicts nothing was planned, unless it is a trial: its plan is for looking only.
    Result<ContentOutcome> plan_promotion(const Actor& actor, const Promotion& promotion, Trial trial);
    Result<ContentOutcome> plan_removal(const Actor& actor, const Removal& removal);
    Result<ContentOutcome> plan_rollback(const Actor& actor, const Rollback& rollback);
    Result<> plan_expire(const Actor& actor, const ExpireChange& change);
    /// Without `indexes` every Release is written anew; else these are rendered, hashed and signed anew.
    void plan_republish(const std::set<std::pair<std::string, IndexKey>>& indexes);

    /// Carries the drafts out on the trees and closes the plan.
    Result<Plan> finish() &&;

private:
    struct Placing;
    struct CheckedUpload;
    /// A package on its way into a channel or out of it.
    struct Moving {
        const storage::DistroRow* distro;
        std::string component;
        index::Entry entry;

        bool operator<(const Moving& other) const;
    };
    struct Movement {
        std::vector<Moving> entering{};
        std::vector<Moving> leaving{};
        bool as_found = true;  // nothing was left out or put in the place of another
    };
    using NeededArchitectures = std::set<std::pair<RowId, std::string>>;  // by distro
    /// What is known of packages that are to enter a channel: that their versions are taken by their bytes; that their
    /// distros have names for them.
    enum class Versions : unsigned char { taken, unknown };
    enum class Names : unsigned char { known, perhaps_lost };
    struct Admission {
        Versions versions;
        Names names;
    };
    enum class VersionsAre : unsigned char { replaceable, immutable };
    Planner(Parts parts, storage::ReadTransaction tx, const RepositoryState& state);

    // planner_upload.cpp
    Result<VersionsAre> versions_of(const std::string& name);
    Result<SharedPackage> standing_for(const SharedPackage& package, const std::optional<Sha256>& replaces);
    Result<std::vector<Placing>> placings_of(const std::shared_ptr<const std::vector<IngestedPackage>>& batch,
                                             const IngestedPackage& ingested);
    Result<> replace_lost(const UploadChange& change, const std::vector<Placing>& placings);
    Result<> check_version(VersionsAre versions, const Placing& placing, std::set<std::string>& batch) const;
    Result<CheckedUpload> check_upload(const UploadChange& change, VersionsAre versions);
    Result<bool> place(ChannelDraft& draft, const Placing& placing);
    Result<> check_room_for(const std::string& channel, const std::vector<Placing>& placings) const;
    Result<> check_extra_architectures(const ChannelDraft& draft, const NeededArchitectures& needed) const;
    Result<std::optional<Sha256>> taken_by(const storage::DistroRow& distro, const storage::PackageRow& package) const;
    void take(const storage::DistroRow& distro, const storage::PackageRow& package);
    void keep_package(const SharedPackage& package, RowId distro, const std::string& component);

    // planner_resigning.cpp
    void note_replaced(const Actor& actor, const std::map<std::string, std::uint64_t>& replaced,
                       const std::string& reason);
    Result<storage::PackageRow> standing_signing_of(const storage::PackageRow& package);
    Result<storage::PackageRow> newest_signing_of(const Sha256& signed_here) const;
    Result<std::uint64_t> replace(ChannelDraft& draft, const Sha256& older, const SharedPackage& newer);

    // planner_promotion.cpp
    Result<Movement> difference(const ContentLists& from, const ContentLists& to) const;
    Result<Movement> chosen(const ChannelDraft& source, const ChannelDraft& target,
                            const std::vector<Sha256>& packages) const;
    Result<std::vector<Moving>> places_in(const ChannelDraft& channel, const Sha256& digest) const;
    Result<> note_chosen(const Moving& place, const ChannelDraft& target, Movement& movement) const;
    Result<> admit(const storage::ChannelRow& target, Admission how, Movement& movement, ContentOutcome& outcome);
    Result<> check_taken(const Moving& moving, const storage::PackageRow& package,
                         std::vector<storage::TakenVersion>& wanted, ContentOutcome& outcome) const;
    static void drop_unmoved(Movement& movement);
    static Result<> check_components(const Movement& movement);
    Result<> check_room_for(const ChannelDraft& target, const Movement& movement) const;
    static Result<> lay_in(const Movement& movement, ChannelDraft& channel);
    Result<> settle(ChannelDraft& channel, const ChannelState& before, const Movement& movement,
                    ContentOutcome& outcome);

    // planner_removal.cpp
    Result<std::vector<Moving>> selected(const ChannelDraft& channel, const PackageSelector& selector,
                                         const std::optional<std::string>& distro) const;
    Result<std::vector<Moving>> named(const ChannelDraft& channel, const NamedPackages& wanted,
                                      const std::optional<std::string>& distro) const;
    Result<std::vector<Moving>> signings_in(const ChannelDraft& channel, const Sha256& digest,
                                            const std::optional<std::string>& distro) const;

    // planner_settings.cpp
    void begin_repository(const PutRepositoryChange& change);
    Result<> set_repository(const RepositoryPut& put);
    Result<> put_ephemeral_rule(const RepositoryPut& put);
    Result<> make_channel(const ChannelPut& put, std::size_t event);
    Result<> set_policies(const ChannelPut& put, ChannelDraft& draft);
    Result<> begin_channel(ChannelState state, std::size_t event);
    void save_settings(const storage::ChannelRow& channel);
    Result<> make_immutable(ChannelDraft& draft);

    // planner_distros.cpp
    Result<> make_distro(const DistroPut& put);
    Result<> change_distro(storage::DistroRow& distro, storage::DistroRow wanted, const Actor& actor,
                           std::size_t event);
    Result<> check_undeclared(const storage::DistroRow& distro, const storage::DistroRow& wanted) const;
    bool is_default_by_itself(const storage::DistroRow& distro) const;
    Result<storage::DistroRow> wanted_distro(storage::DistroRow distro, const DistroPut& put) const;
    void take_default(const storage::DistroRow& distro);

    // planner_distro_deletion.cpp
    Result<> check_may_be_deleted(const storage::DistroRow& distro) const;
    Result<> keep_past_contents(const storage::DistroRow& gone);

    // planner_ephemeral.cpp
    Result<bool> begins_channel(const std::string& name) const;
    Result<> begin_ephemeral(const Actor& actor, const std::string& name);
    void prolong(ChannelDraft& draft);

    // planner_purge.cpp
    void remember_purged();
    Result<> release_versions(PurgeOutcome& outcome);
    audit::PackagesPurged told_of_purge(const PurgeOutcome& outcome, const std::string& reason) const;

    std::optional<NamesByIndex> names_to_check(const ChannelDraft& draft) const;
    Result<std::uint64_t> take_out(ChannelDraft& draft, const std::string& format, const index::EntryKey& key,
                                   const std::optional<std::string>& distro) const;
    Result<ChannelDraft*> draft_of(const std::string& channel);
    void note_change(const std::string& channel, Cause cause, const Actor& actor, const std::string& reason,
                     std::uint64_t added, std::uint64_t removed, std::size_t event);
    /// Returns the place of the event in the plan. `channel` may be "".
    template <class What>
    std::size_t add_event(const Actor& actor, const std::string& channel, const What& what) {
        plan_.events.push_back(event_of(actor, {plan_.after.settings.name, channel}, parts_.now, what));
        return plan_.events.size() - 1;
    }
    /// Tells more of an event that was added before all of it was known.
    template <class What>
    void amend_event(std::size_t event, const What& what) {
        plan_.events.at(event).details = what.details().text();
    }
    storage::DistroRow* distro(RowId id);
    storage::DistroRow* distro_named(const std::string& name);

    Parts parts_;
    storage::ReadTransaction tx_;
    Plan plan_;
    std::map<std::string, ChannelDraft> drafts_;
    std::map<std::tuple<RowId, std::string, std::string, std::string>, Sha256> taken_;  // in this plan
    std::unordered_map<Sha256, SharedPackage> signed_here_;                             // by the bytes uploaded
    bool all_entry_points_ = false;
    bool all_releases_ = false;
};

/// Whether what a change of settings expects is so. Faults: those of the expectation.
Result<> check_terms(const Expectation& expected, const RepositoryState& repository);

/// What can be refused before a key is made or brought in: nothing of a refused rotation shall be left in the keyring's
/// directory. Faults: conflict "key-state".
Result<> check_key_command(const RepositoryState& repository, const KeyCommand& command);

/// Somebody expected the channel to be at another revision: conflict "unexpected-revision".
Result<> check_expected(const ChannelState& channel, const std::optional<std::int64_t>& expected);

index::EntryKey key_of(const storage::PackageRow& package);

}  // namespace slipway::publishing
