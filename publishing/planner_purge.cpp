// The rules of a purge. A package is its uploaded bytes: an rpm goes with all its signings. It leaves every channel in
// a revision of its own, and its row, texts and names leave the catalog; in their place stays a row that says so, which
// uploads ask. Older revisions keep listing it (their trees are never changed): whoever takes over the content of one
// leaves out what the repository holds no more.
#include "base/text.hpp"
#include "publishing/planner.hpp"

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

std::string details_of(const std::vector<storage::PackageRow>& packages, const std::vector<std::string>& channels,
                       const std::string& reason) {
    std::string out = "{\"packages\":[";
    for (const auto& package : packages) out += (out.ends_with('[') ? "" : ",") + package_json(package);
    out += "],\"channels\":[";
    for (const auto& channel : channels) {
        if (!out.ends_with('[')) out += ',';
        append_json_string(out, channel);
    }
    out += "],\"reason\":";
    append_json_string(out, reason);
    return out + "}";
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
        .as("purged");
}

Error no_package(const RepositoryState& repository, const Sha256& digest) {
    if (is_purged(repository, digest))
        return Error(Fault::gone, "package " + digest.hex() +
                                      " was purged from this repository; build it anew, with a higher version")
            .as("purged");
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
    const auto packages = TRY(storage::find_signings(tx_, repository, change.package));
    if (packages.empty()) {  // a retry is told what was done before
        for (auto& earlier : TRY(storage::find_purges(tx_, repository, change.package)))
            outcome.packages.push_back({std::move(earlier)});
        if (!outcome.packages.empty()) return outcome;
        return no_package(plan_.after, change.package);
    }
    for (const auto& package : packages) {
        plan_.purges.push_back(purge_of(package, parts_.now));
        outcome.packages.push_back({plan_.purges.back()});
    }
    std::map<std::string, std::uint64_t> removed;
    for (auto& [name, draft] : drafts_)
        for (const auto& purge : plan_.purges)
            if (const auto count = TRY(take_out(draft, purge.format, key_of(purge), std::nullopt)); count > 0)
                removed[name] += count;
    std::vector<std::string> channels;
    for (const auto& [name, count] : removed) channels.push_back(name);
    const auto event = add_event(actor, "purge", "", details_of(packages, channels, change.reason));
    for (const auto& [name, count] : removed) {
        note_change(name, Cause::purge, actor, change.reason, 0, count, event);
        outcome.revisions[name] = 0;  // known when the plan is finished
    }
    remember_purged();
    return outcome;
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
