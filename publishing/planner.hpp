#pragma once

#include "publishing/change.hpp"
#include "publishing/channel_draft.hpp"
#include "publishing/plan.hpp"
#include "publishing/publisher.hpp"
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
        std::size_t ephemeral_channels = 0;  // at most
        const KeptContents* kept = nullptr;  // null: none is remembered
    };
    static Result<Planner> begin(Parts parts, const RepositoryState& state);

    /// The `plan_…` functions apply one change. Faults: those the API documents for the request, or the server's own.
    Result<UploadAnswer> plan_upload(const Actor& actor, const UploadChange& change);
    Result<> plan_remove(const Actor& actor, const RemoveChange& change);
    Result<PurgeOutcome> plan_purge(const Actor& actor, const PurgeChange& change);
    Result<> plan_put_repository(const Actor& actor, const PutRepositoryChange& change);
    Result<PutResult> plan_put_channel(const Actor& actor, const PutChannelChange& change);
    Result<> plan_keys(const Actor& actor, const KeyChange& change);
    Result<> plan_resigned(const Actor& actor, const ResignedChange& change);
    /// Where the outcome has conflicts nothing was planned, unless it is a trial: its plan is for looking only.
    Result<ContentOutcome> plan_promotion(const Actor& actor, const Promotion& promotion, Trial trial);
    Result<ContentOutcome> plan_rollback(const Actor& actor, const Rollback& rollback);
    Result<> plan_expire(const Actor& actor, const ExpireChange& change);
    void plan_republish();

    /// Carries the drafts out on the trees and closes the plan.
    Result<Plan> finish() &&;

private:
    struct Placing;
    struct Moving;
    struct Movement;
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
    Result<SharedPackage> standing_for(const SharedPackage& package);
    Result<std::vector<Placing>> placings_of(const SharedPackage& package, const std::vector<Target>& targets);
    Result<storage::PackageRow> newest_signing_of(const Sha256& signed_here) const;
    Result<std::uint64_t> replace(ChannelDraft& draft, const Sha256& older, const SharedPackage& newer);
    Result<> check_version(VersionsAre versions, const Placing& placing, std::set<std::string>& batch) const;
    Result<bool> place(ChannelDraft& draft, const Placing& placing);
    Result<> declare_architecture(storage::DistroRow& distro, const std::string& architecture);
    Result<std::optional<Sha256>> taken_by(const storage::DistroRow& distro, const storage::PackageRow& package) const;
    void take(const storage::DistroRow& distro, const storage::PackageRow& package);
    void keep_package(const SharedPackage& package, RowId distro);

    // planner_promotion.cpp
    Result<Movement> difference(const ContentLists& from, const ContentLists& to) const;
    Result<Movement> chosen(const ChannelDraft& source, const ChannelDraft& target,
                            const std::vector<Sha256>& packages) const;
    Result<std::vector<Moving>> places_in(const ChannelDraft& channel, const Sha256& digest) const;
    Result<> note_chosen(const Moving& place, const ChannelDraft& target, Movement& movement) const;
    Result<> admit(const storage::ChannelRow& target, Admission how, Movement& movement, ContentOutcome& outcome);
    Result<storage::PackageRow> standing_signing_of(const storage::PackageRow& package);
    Result<> check_taken(const Moving& moving, const storage::PackageRow& package,
                         std::vector<storage::TakenVersion>& wanted, ContentOutcome& outcome) const;
    static void drop_unmoved(Movement& movement);
    static void lay_in(const Movement& movement, ChannelDraft& channel);
    Result<> settle(ChannelDraft& channel, const ChannelState& before, const Movement& movement,
                    ContentOutcome& outcome);

    // planner_settings.cpp
    Result<> put_distro(const DistroPut& put);
    Result<> change_distro(storage::DistroRow& distro, const DistroPut& put);
    Result<> put_ephemeral_rule(const RepositoryPut& put, const std::optional<storage::EphemeralRule>& rule);
    Result<> put_channel(const ChannelPut& put, std::size_t event);
    Result<> begin_channel(ChannelState state, std::size_t event);
    void save_settings(const storage::ChannelRow& channel);
    Result<> make_immutable(ChannelDraft& draft);
    Result<> begin_indexes(const storage::DistroRow& distro);

    // planner_ephemeral.cpp
    Result<bool> begins_channel(const std::string& name) const;
    Result<> begin_ephemeral(const Actor& actor, const std::string& name);
    void prolong(ChannelDraft& draft);

    // planner_purge.cpp
    void remember_purged();

    std::optional<NamesByIndex> names_to_check(const ChannelDraft& draft) const;
    Result<std::uint64_t> take_out(ChannelDraft& draft, const std::string& format, const index::EntryKey& key,
                                   const std::optional<std::string>& distro) const;
    Result<ChannelDraft*> draft_of(const std::string& channel);
    void note_change(const std::string& channel, Cause cause, const Actor& actor, const std::string& reason,
                     std::uint64_t added, std::uint64_t removed, std::size_t event);
    std::size_t add_event(const Actor& actor, std::string action, std::string channel, std::string details);
    storage::DistroRow* distro(RowId id);

    Parts parts_;
    storage::ReadTransaction tx_;
    Plan plan_;
    std::map<std::string, ChannelDraft> drafts_;
    std::map<std::tuple<RowId, std::string, std::string, std::string>, Sha256> taken_;  // in this plan
    std::unordered_map<Sha256, SharedPackage> signed_here_;                             // by the bytes uploaded
    bool all_entry_points_ = false;
    bool all_releases_ = false;
};

/// What can be refused before a key is made or brought in: nothing of a refused rotation shall be left in the keyring's
/// directory. Faults: conflict "key-state".
Result<> check_key_command(const RepositoryState& repository, const KeyCommand& command);

/// The JSON members naming a package in events: {"sha256":…,"name":…,"version":…,"architecture":…}.
std::string package_json(const storage::PackageRow& package);
std::string package_json(const index::EntryKey& package);

}  // namespace slipway::publishing
