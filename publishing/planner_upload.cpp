// The rules of an upload: which indexes a package enters, which version is taken, what it replaces.
#include "base/text.hpp"
#include "publishing/ingest_file.hpp"
#include "publishing/planner.hpp"
#include "repo-format/deb/pool_path.hpp"

#include <algorithm>

namespace slipway::publishing {

/// One package going to one distro.
struct Planner::Placing {
    SharedPackage package;
    RowId distro;
    std::string component;

    index::EntryKey key() const { return {package->name, package->version, package->architecture, package->sha256}; }
};

namespace {

PlacedPackage placed_package(const RepositoryState& repository, const storage::DistroRow& distro,
                             const std::string& channel, const std::string& component, const SharedPackage& shared) {
    const storage::PackageRow& package = *shared;
    PlacedPackage placed{shared, distro.name, component, {}};
    const std::string base = "/" + repository.settings.name + "/" + distro.name + "/";
    if (distro.format == "deb") {
        placed.path = base + deb::pool_path(component, package.source, package.sha256, package.file_name);
        return placed;
    }
    const auto indexes = indexes_for(distro, component, package.architecture);
    const std::string basearch = indexes.empty() ? "noarch" : indexes.front().architecture;
    placed.path =
        base + channel + "/" + basearch + "/packages/" + package.sha256.hex().substr(0, 16) + "/" + package.file_name;
    return placed;
}

}  // namespace

Result<UploadAnswer> Planner::plan_upload(const Actor& actor, const UploadChange& change) {
    const bool begins = TRY(begins_channel(change.channel));
    const auto versions = begins ? VersionsAre::replaceable : TRY(versions_of(change.channel));
    std::vector<Placing> placings;
    UploadRefusal refusal;
    std::set<std::string> batch;
    for (const auto& ingested : *change.packages) {
        const auto& package = ingested.package;
        if (is_purged(plan_.after, package.uploaded_sha256) || is_purged(plan_.after, package.sha256)) {
            refusal.errors.push_back({ingested.file, purged_earlier(ingested.file, package.uploaded_sha256)});
            continue;
        }
        for (auto& placing : TRY(placings_of({change.packages, &ingested.package}, ingested.targets))) {
            auto checked = check_version(versions, placing, batch);
            if (!checked.ok())
                refusal.errors.push_back({ingested.file, std::move(checked).error()});
            else
                placings.push_back(std::move(placing));
        }
    }
    if (!refusal.errors.empty()) return UploadAnswer(std::move(refusal));
    if (begins) TRY(begin_ephemeral(actor, change.channel));

    UploadOutcome outcome{change.channel, 0, false, {}};
    std::string packages;
    ChannelDraft& draft = drafts_.at(change.channel);
    const std::uint64_t added_before = draft.added();
    const std::uint64_t removed_before = draft.removed();
    for (const auto& placing : placings) {
        if (TRY(place(draft, placing))) packages += (packages.empty() ? "" : ",") + package_json(*placing.package);
        outcome.packages.push_back(
            placed_package(plan_.after, *distro(placing.distro), change.channel, placing.component, placing.package));
    }
    prolong(draft);
    outcome.changed = begins || !packages.empty();
    if (!packages.empty()) {
        const auto event = add_event(actor, "upload", change.channel, "{\"packages\":[" + packages + "]}");
        note_change(change.channel, Cause::upload, actor, "", draft.added() - added_before,
                    draft.removed() - removed_before, event);
        plan_.channels[change.channel].apply_keep = true;
    }
    return UploadAnswer(std::move(outcome));
}

/// Of a channel that takes uploads.
Result<Planner::VersionsAre> Planner::versions_of(const std::string& name) {
    const ChannelDraft* draft = TRY(draft_of(name));
    const auto& settings = draft->state().settings;
    TRY(check_unprotected(settings));
    return settings.immutable_versions ? VersionsAre::immutable : VersionsAre::replaceable;
}

/// The package to publish for these bytes. Two uploads of one unsigned rpm may have been signed at the same time: the
/// first that gets its turn stands, so that a repository signs the same bytes once. A signature whose key was revoked
/// meanwhile never stands. Faults: busy "publication-failed" when there is no other.
Result<SharedPackage> Planner::standing_for(const SharedPackage& shared) {
    const storage::PackageRow& package = *shared;
    const auto stored =
        package.id != 0 ? TRY(storage::find_package(tx_, package.repository, package.sha256)) : std::nullopt;
    if (package.id != 0 && !stored)
        return Error(Fault::busy, package.file_name + " was collected as garbage while it was uploaded; try again")
            .as("publication-failed");
    if (package.uploaded_sha256 == package.sha256) return shared;
    if (const auto here = signed_here_.find(package.uploaded_sha256); here != signed_here_.end()) return here->second;
    auto chosen = TRY(storage::find_package_by_upload(tx_, plan_.after.settings.id, package.uploaded_sha256));
    const bool usable = chosen && !is_signed_by_revoked(plan_.after, *chosen);
    const auto standing = usable ? std::make_shared<const storage::PackageRow>(std::move(*chosen)) : shared;
    if (is_signed_by_revoked(plan_.after, *standing))
        return Error(Fault::busy, "the key that signed " + package.file_name + " was revoked meanwhile; try again")
            .as("publication-failed");
    signed_here_[package.uploaded_sha256] = standing;
    return standing;
}

Result<std::vector<Planner::Placing>> Planner::placings_of(const SharedPackage& shared,
                                                           const std::vector<Target>& targets) {
    const auto package = TRY(standing_for(shared));
    std::vector<Placing> placings;
    for (const auto& [distro, component] : targets) {
        if (plan_.after.find_distro(distro) == nullptr)
            return Error(Fault::not_found, "the distro was removed while the upload was under way");
        placings.push_back({package, distro, component});
    }
    return placings;
}

/// Whether the version may enter the channel. `batch` remembers the versions of this upload, so that two files of one
/// upload cannot claim the same version.
Result<> Planner::check_version(VersionsAre versions, const Placing& placing, std::set<std::string>& batch) const {
    const auto& package = *placing.package;
    const auto* row = plan_.after.find_distro(placing.distro);
    const std::string version = row->name + " " + package.name + " " + package.version + " " + package.architecture;
    if (!batch.insert(version + " " + package.sha256.hex()).second) return {};
    if (!batch.insert(version).second) return two_files_of_version(package);
    if (versions == VersionsAre::replaceable) return {};
    const auto holder = TRY(taken_by(*row, package));
    if (holder && *holder != package.uploaded_sha256) return package_exists(package, row->name, *holder);
    return {};
}

/// Puts the package into the channel; false if it was there already.
Result<bool> Planner::place(ChannelDraft& draft, const Placing& placing) {
    const auto& package = *placing.package;
    storage::DistroRow& row = *distro(placing.distro);
    keep_package(placing.package, row.id);
    if (draft.state().settings.immutable_versions) take(row, package);
    const auto components = components_of(row);
    std::vector<std::pair<std::string, index::EntryKey>> older;
    for (const auto& component : components) {
        for (auto& present : TRY(draft.same_version(row, component, placing.key()))) {
            if (present.sha256 != package.sha256)
                older.emplace_back(component, std::move(present));
            else if (component == placing.component)
                return false;
        }
    }
    if (const auto needed = needed_architecture(row, package.architecture)) TRY(declare_architecture(row, *needed));
    for (const auto& [component, replaced] : older) draft.remove(row, component, replaced);
    draft.add(row, placing.component, {placing.key(), package.weight});
    return true;
}

Result<> Planner::declare_architecture(storage::DistroRow& row, const std::string& architecture) {
    auto& declared = row.architectures;
    if (std::find(declared.begin(), declared.end(), architecture) != declared.end()) return {};
    declared.push_back(architecture);
    plan_.settings_changed = true;
    return begin_indexes(row);
}

Result<std::optional<Sha256>> Planner::taken_by(const storage::DistroRow& row,
                                                const storage::PackageRow& package) const {
    const auto here = taken_.find({row.id, package.name, package.version, package.architecture});
    if (here != taken_.end()) return std::optional(here->second);
    const auto stored =
        TRY(storage::find_taken_version(tx_, row.id, package.name, package.version, package.architecture));
    return stored ? std::optional(stored->uploaded_sha256) : std::nullopt;
}

void Planner::take(const storage::DistroRow& row, const storage::PackageRow& package) {
    const auto added =
        taken_.try_emplace({row.id, package.name, package.version, package.architecture}, package.uploaded_sha256);
    if (added.second)
        plan_.taken_versions.push_back(
            {row.id, package.name, package.version, package.architecture, package.uploaded_sha256});
}

void Planner::keep_package(const SharedPackage& package, RowId distro) {
    if (package->id == 0) plan_.packages->try_emplace(package->sha256, package);
    plan_.pool_names.push_back({distro, package->sha256, package->file_name, package->size});
}

Result<> Planner::plan_resigned(const Actor& actor, const ResignedChange& change) {
    std::map<std::string, std::uint64_t> replaced;  // by channel
    for (const auto& [older, newer] : change.replacements) {
        if (is_purged(plan_.after, older)) continue;
        const auto package = std::make_shared<const storage::PackageRow>(TRY(newest_signing_of(newer)));
        for (auto& [name, draft] : drafts_) replaced[name] += TRY(replace(draft, older, package));
    }
    for (const auto& [name, count] : replaced) {
        if (count == 0) continue;
        const auto event = add_event(actor, "resign", name, "{\"packages\":" + std::to_string(count) + "}");
        note_change(name, Cause::resign, actor, "the key that signed them was revoked", count, count, event);
    }
    return {};
}

/// The signing that stands for the bytes `signed_here` was made from. Faults: busy "publication-failed" when there is
/// none that clients trust.
Result<storage::PackageRow> Planner::newest_signing_of(const Sha256& signed_here) const {
    const auto repository = plan_.after.settings.id;
    const auto row = TRY(storage::find_package(tx_, repository, signed_here));
    auto newest = row ? TRY(storage::find_package_by_upload(tx_, repository, row->uploaded_sha256)) : std::nullopt;
    if (newest && !is_signed_by_revoked(plan_.after, *newest)) return std::move(*newest);
    return Error(Fault::busy, "rpms that were signed anew are gone or their key was revoked meanwhile")
        .as("publication-failed");
}

/// Puts a newer signing in the place of the older one, wherever the channel has it. How often.
Result<std::uint64_t> Planner::replace(ChannelDraft& draft, const Sha256& older, const SharedPackage& newer) {
    const storage::PackageRow& package = *newer;
    std::uint64_t replaced = 0;
    const index::EntryKey old_key{package.name, package.version, package.architecture, older};
    const index::EntryKey new_key{package.name, package.version, package.architecture, package.sha256};
    for (const auto& row : plan_.after.settings.distros) {
        if (row.format != "rpm" || !TRY(draft.contains(row, "", old_key))) continue;
        keep_package(newer, row.id);
        draft.remove(row, "", old_key);
        draft.add(row, "", {new_key, package.weight});
        ++replaced;
    }
    return replaced;
}

}  // namespace slipway::publishing
