// The rules of a purge. A package is its uploaded bytes: an rpm goes with all its variants. It leaves every channel in
// a revision of its own, and its row, texts and names leave the catalog. The row of the purge replaces them, and
// uploads are checked against it. Older revisions keep listing the package, as their trees are never changed. A change
// that takes over the content of one leaves out what the repository no longer has.
#include "publishing/planning/purge_change.hpp"

#include "publishing/planning/planning.hpp"

namespace slipway::publishing {
namespace {

storage::PurgeRow purge_of(const storage::PackageRow& package, Seconds now) {
    storage::PurgeRow purge;
    purge.repository = package.repository;
    purge.sha256 = package.sha256;
    purge.uploaded_sha256 = package.uploaded_sha256;
    purge.format = package.format;
    purge.name = package.name;
    purge.version = package.version;
    purge.architecture = package.architecture;
    purge.file_name = package.file_name;
    purge.purged_at = now;
    return purge;
}

index::EntryKey purged_key(const storage::PurgeRow& purge) {
    return {purge.name, purge.version, purge.architecture, purge.sha256};
}

/// Every package of these bytes, as rows that remember them; where they went before, the rows of that time.
Result<PurgeOutcome> find_packages(Planning& planning, const Sha256& digest) {
    PurgeOutcome outcome;
    auto& purges = planning.plan().purges;
    for (const auto& package : TRY(planning.facts().find_variants(digest)))
        purges.push_back(purge_of(package, planning.given().now));
    for (const auto& purge : purges) outcome.packages.push_back({purge});
    if (purges.empty())  // the answer to a retry is what was done before
        for (auto& earlier : TRY(planning.facts().find_purges(digest)))
            outcome.packages.push_back({std::move(earlier)});
    if (outcome.packages.empty()) return no_package(planning.state(), digest);
    for (const auto& package : outcome.packages)
        planning.plan().purged_bytes[package.row.sha256] = PurgedBytes::destroyed;
    return outcome;
}

/// Only what these bytes had taken: a version that another package holds stays with it.
Result<> release_versions(Planning& planning, PurgeOutcome& outcome) {
    const auto& purge = outcome.packages.front().row;  // all variants are of one name, version and architecture
    std::vector<VersionKey> versions;
    for (const auto& distro : planning.state().settings.distros)
        if (distro.format == purge.format)
            versions.push_back({distro.id, purge.name, purge.version, purge.architecture});
    for (const auto& [version, holder] : TRY(planning.facts().find_taken(versions)))
        if (holder == purge.uploaded_sha256)
            outcome.released.push_back({version.distro, purge.name, purge.version, purge.architecture, holder});
    planning.plan().released_versions = outcome.released;
    return {};
}

audit::PackagesPurged event_of_purge(const Planning& planning, const PurgeOutcome& outcome, const std::string& reason) {
    audit::PackagesPurged what{{}, {}, {}, reason};
    for (const auto& package : outcome.packages) what.packages.push_back(purged_key(package.row));
    for (const auto& [channel, revision] : outcome.revisions) what.channels.push_back(channel);
    for (const auto& version : outcome.released) what.released_in.push_back(planning.distro(version.distro)->name);
    return what;
}

void remember_purged(Plan& plan) {
    auto purged = plan.after.purged ? *plan.after.purged : std::unordered_set<Sha256>();
    for (const auto& purge : plan.purges) {
        purged.insert(purge.sha256);
        purged.insert(purge.uploaded_sha256);
    }
    plan.after.purged = std::make_shared<const std::unordered_set<Sha256>>(std::move(purged));
}

Result<PurgeOutcome> plan_purge(Planning& planning, const Actor& actor, const PurgeChange::Wanted& wanted) {
    auto outcome = TRY(find_packages(planning, wanted.package));
    const auto& purges = planning.plan().purges;
    std::map<std::string, std::uint64_t> removed;  // by channel
    for (auto& [name, draft] : planning.drafts())
        for (const auto& purge : purges)
            if (const auto count = TRY(planning.remove_package(draft, purge.format, purged_key(purge), std::nullopt));
                count > 0)
                removed[name] += count;
    for (const auto& [name, count] : removed) outcome.revisions[name] = 0;  // known when the plan is finished
    if (wanted.release == ReleaseVersion::yes) TRY(release_versions(planning, outcome));
    if (purges.empty() && outcome.released.empty()) return outcome;

    const auto event = planning.add_event(actor, "", event_of_purge(planning, outcome, wanted.reason));
    for (const auto& [name, count] : removed)
        planning.record_change(name, Cause::purge, actor, wanted.reason, {0, count}, event);
    remember_purged(planning.plan());
    return outcome;
}

}  // namespace

std::optional<Action> PurgeChange::action(const std::string& repository, RepositoryIs /*is*/) const {
    return administer(repository);
}

Result<Change::Answer> PurgeChange::plan(Planning& planning) const {
    auto outcome = TRY(plan_purge(planning, actor(), wanted_));
    return answer_of_plan([outcome = std::move(outcome)](const Plan& plan) {
        auto complete = outcome;
        for (auto& package : complete.packages) package.bytes = plan.purged_bytes.at(package.row.sha256);
        for (auto& [channel, revision] : complete.revisions) revision = plan.after.channels.at(channel).revision;
        return complete;
    });
}

}  // namespace slipway::publishing
