// The rules of a purge. A package is its uploaded bytes: an rpm goes with all its signings. It leaves every channel in
// a revision of its own, and its row, texts and names leave the catalog; in their place stays a row that says so, which
// uploads ask. Older revisions keep listing it (their trees are never changed): whoever takes over the content of one
// leaves out what the repository holds no more.
#include "publishing/planning/planner.hpp"

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

index::EntryKey key_of(const storage::PurgeRow& purge) {
    return {purge.name, purge.version, purge.architecture, purge.sha256};
}

}  // namespace

bool is_purged(const RepositoryState& repository, const Sha256& digest) {
    return repository.purged && repository.purged->contains(digest);
}

std::string_view name_of(PurgedBytes bytes) {
    constexpr std::string_view names[] = {"destroyed", "kept-by-another-repository", "kept-by-an-upload", "kept"};
    return names[static_cast<std::size_t>(bytes)];
}

Error purged_earlier(const std::string& file_name, const Sha256& digest) {
    return Error(Fault::conflict, file_name + " (SHA-256 " + digest.hex() +
                                      ") was purged from this repository and is never taken in again. Build the "
                                      "package anew, with a higher version")
        .as("purged"_problem);
}

Error no_package(const RepositoryState& repository, const Sha256& digest) {
    if (is_purged(repository, digest))
        return Error("purged"_problem, "package " + digest.hex() +
                                           " was purged from this repository; build it anew, with a higher version");
    return Error(Fault::not_found, "this repository holds no package " + digest.hex());
}

Result<std::optional<storage::PackageRow>> find_listed_package(const storage::ReadTransaction& tx,
                                                               const RepositoryState& repository,
                                                               const Sha256& sha256) {
    auto row = TRY(storage::find_package(tx, repository.settings.id, sha256));
    if (!row && !is_purged(repository, sha256)) return missing_package(sha256);
    return row;
}

Result<PurgeOutcome> Planner::plan_purge(const Actor& actor, const PurgeChange& change) {
    const RowId repository = plan_.after.settings.id;
    PurgeOutcome outcome;
    for (const auto& package : TRY(storage::find_signings(tx_, repository, change.package)))
        plan_.purges.push_back(purge_of(package, parts_.now));
    for (const auto& purge : plan_.purges) outcome.packages.push_back({purge});
    if (plan_.purges.empty())  // a retry is told what was done before
        for (auto& earlier : TRY(storage::find_purges(tx_, repository, change.package)))
            outcome.packages.push_back({std::move(earlier)});
    if (outcome.packages.empty()) return no_package(plan_.after, change.package);

    std::map<std::string, std::uint64_t> removed;
    for (auto& [name, draft] : drafts_)
        for (const auto& purge : plan_.purges)
            if (const auto count = TRY(take_out(draft, purge.format, key_of(purge), std::nullopt)); count > 0)
                removed[name] += count;
    for (const auto& [name, count] : removed) outcome.revisions[name] = 0;  // known when the plan is finished
    if (change.release == ReleaseVersion::yes) TRY(release_versions(outcome));
    if (plan_.purges.empty() && outcome.released.empty()) return outcome;

    const auto event = add_event(actor, "", told_of_purge(outcome, change.reason));
    for (const auto& [name, count] : removed) note_change(name, Cause::purge, actor, change.reason, 0, count, event);
    remember_purged();
    return outcome;
}

/// Only what these bytes had taken: a version that another package holds stays with it.
Result<> Planner::release_versions(PurgeOutcome& outcome) {
    const auto& purge = outcome.packages.front().row;  // all signings are of one name, version and architecture
    for (const auto& distro : plan_.after.settings.distros) {
        if (distro.format != purge.format) continue;
        auto taken = TRY(storage::find_taken_version(tx_, distro.id, purge.name, purge.version, purge.architecture));
        if (taken && taken->uploaded_sha256 == purge.uploaded_sha256) outcome.released.push_back(std::move(*taken));
    }
    plan_.released_versions = outcome.released;
    return {};
}

audit::PackagesPurged Planner::told_of_purge(const PurgeOutcome& outcome, const std::string& reason) const {
    audit::PackagesPurged what{{}, {}, {}, reason};
    for (const auto& package : outcome.packages) what.packages.push_back(key_of(package.row));
    for (const auto& [channel, revision] : outcome.revisions) what.channels.push_back(channel);
    for (const auto& version : outcome.released)
        what.released_in.push_back(plan_.after.find_distro(version.distro)->name);
    return what;
}

void Planner::remember_purged() {
    auto purged = plan_.after.purged ? *plan_.after.purged : std::unordered_set<Sha256>();
    for (const auto& purge : plan_.purges) {
        purged.insert(purge.sha256);
        purged.insert(purge.uploaded_sha256);
    }
    plan_.after.purged = std::make_shared<const std::unordered_set<Sha256>>(std::move(purged));
}

}  // namespace slipway::publishing
