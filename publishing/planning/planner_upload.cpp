// The rules of an upload: which indexes a package enters, which version is taken, what it replaces.
#include "publishing/intake/ingest_file.hpp"
#include "publishing/planning/planner.hpp"
#include "publishing/served/pool_places.hpp"
#include "repo-format/deb/pool_path.hpp"

#include <algorithm>

namespace slipway::publishing {

/// One package going to one distro.
struct Planner::Placing {
    SharedPackage package;
    RowId distro;
    std::string component;
    std::vector<std::string> warnings;

    index::EntryKey key() const { return {package->name, package->version, package->architecture, package->sha256}; }
};

/// What an upload wants to place, and every file that may not be.
struct Planner::CheckedUpload {
    std::vector<Placing> placings;
    std::vector<FileError> errors;
};

namespace {

PlacedPackage placed_package(const RepositoryState& repository, const storage::DistroRow& distro,
                             const std::string& channel, PlacedPackage placed) {
    const storage::PackageRow& package = *placed.package;
    placed.distro = distro.name;
    const std::string base = "/" + repository.settings.name + "/" + distro.name + "/";
    if (distro.format == "deb") {
        placed.path = base + deb::pool_path(placed.component, package.source, package.sha256, package.file_name);
        return placed;
    }
    const auto basearch = home_of(distro, placed.component, package.architecture).architecture;
    placed.path =
        base + channel + "/" + basearch + "/packages/" + package.sha256.hex().substr(0, 16) + "/" + package.file_name;
    return placed;
}

Error too_many_architectures(const ChannelDraft& channel, const storage::DistroRow& distro,
                             const std::string& architecture) {
    return Error("too-many-architectures"_problem,
                 "distro " + distro.name + " does not declare architecture " + architecture + ", and channel " +
                     channel.state().settings.name +
                     " has as many undeclared ones as it may (limits.extra_architectures); remove packages of one, or "
                     "have an administrator declare it");
}

}  // namespace

/// Every bad file of the upload is found before anything is placed.
Result<Planner::CheckedUpload> Planner::check_upload(const UploadChange& change, VersionsAre versions) {
    CheckedUpload upload;
    std::set<std::string> batch;
    for (const auto& ingested : *change.packages) {
        const auto& package = ingested.package;
        if (is_purged(plan_.after, package.uploaded_sha256) || is_purged(plan_.after, package.sha256)) {
            upload.errors.push_back({ingested.file, purged_earlier(ingested.file, package.uploaded_sha256)});
            continue;
        }
        for (auto& placing : TRY(placings_of(change.packages, ingested))) {
            auto checked = check_version(versions, placing, batch);
            if (checked.ok())
                upload.placings.push_back(std::move(placing));
            else if (is_of_the_server(checked.error().fault()))
                return std::move(checked).error();
            else
                upload.errors.push_back({ingested.file, std::move(checked).error()});
        }
    }
    return upload;
}

Result<UploadAnswer> Planner::plan_upload(const Actor& actor, const UploadChange& change) {
    const bool begins = TRY(begins_channel(change.channel));
    const auto versions = begins ? VersionsAre::replaceable : TRY(versions_of(change.channel));
    auto upload = TRY(check_upload(change, versions));
    if (!upload.errors.empty()) return UploadAnswer(UploadRefusal{std::move(upload.errors)});
    const auto& placings = upload.placings;
    TRY(check_room_for(change.channel, placings));
    if (begins) TRY(begin_ephemeral(actor, change.channel));

    UploadOutcome outcome{change.channel, 0, false, {}};
    audit::PackagesUploaded what;
    ChannelDraft& draft = drafts_.at(change.channel);
    const std::uint64_t added_before = draft.added();
    const std::uint64_t removed_before = draft.removed();
    for (const auto& placing : placings) {
        if (TRY(place(draft, placing))) what.packages.push_back(key_of(*placing.package));
        outcome.packages.push_back(placed_package(plan_.after, *distro(placing.distro), change.channel,
                                                  {placing.package, {}, placing.component, {}, placing.warnings}));
    }
    TRY(replace_lost(change, placings));
    prolong(draft);
    outcome.changed = begins || !what.packages.empty();
    if (!what.packages.empty()) {
        const auto event = add_event(actor, change.channel, what);
        note_change(change.channel, Cause::upload, actor, "", draft.added() - added_before,
                    draft.removed() - removed_before, event);
        plan_.channels[change.channel].apply_keep = true;
    }
    return UploadAnswer(std::move(outcome));
}

/// Whether the channel, or the base of one that begins, may have indexes for all of these.
Result<> Planner::check_room_for(const std::string& channel, const std::vector<Placing>& placings) const {
    NeededArchitectures needed;
    for (const auto& placing : placings) {
        const auto& row = *plan_.after.find_distro(placing.distro);
        auto architecture = needed_architecture(row, placing.package->architecture);
        if (architecture && !declares(row, *architecture)) needed.emplace(row.id, std::move(*architecture));
    }
    if (needed.empty()) return {};
    const auto found = drafts_.find(channel);
    const auto base = found != drafts_.end() ? found : drafts_.find(plan_.after.ephemeral->base);
    if (base != drafts_.end()) return check_extra_architectures(base->second, needed);
    return check_extra_architectures(ChannelDraft(parts_.nodes, {}), needed);
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
Result<SharedPackage> Planner::standing_for(const SharedPackage& shared, const std::optional<Sha256>& replaces) {
    const storage::PackageRow& package = *shared;
    const auto stored =
        package.id != 0 ? TRY(storage::find_package(tx_, package.repository, package.sha256)) : std::nullopt;
    if (package.id != 0 && !stored)
        return Error("publication-failed"_problem,
                     package.file_name + " was collected as garbage while it was uploaded; try again");
    if (package.uploaded_sha256 == package.sha256) return shared;
    if (const auto here = signed_here_.find(package.uploaded_sha256); here != signed_here_.end()) return here->second;
    auto chosen = TRY(storage::find_package_by_upload(tx_, plan_.after.settings.id, package.uploaded_sha256));
    const bool usable = chosen && !is_signed_by_revoked(plan_.after, *chosen) && replaces != chosen->sha256;
    const auto standing = usable ? std::make_shared<const storage::PackageRow>(std::move(*chosen)) : shared;
    if (is_signed_by_revoked(plan_.after, *standing))
        return Error("publication-failed"_problem,
                     "the key that signed " + package.file_name + " was revoked meanwhile; try again");
    signed_here_[package.uploaded_sha256] = standing;
    return standing;
}

Result<std::vector<Planner::Placing>> Planner::placings_of(
    const std::shared_ptr<const std::vector<IngestedPackage>>& batch, const IngestedPackage& ingested) {
    const auto package = TRY(standing_for({batch, &ingested.package}, ingested.replaces));
    std::vector<Placing> placings;
    for (const auto& [distro, component] : ingested.targets) {
        if (plan_.after.find_distro(distro) == nullptr)
            return Error(Fault::not_found, "the distro was removed while the upload was under way");
        placings.push_back({package, distro, component, ingested.warnings});
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
    keep_package(placing.package, row.id, placing.component);
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
    for (const auto& [component, replaced] : older) draft.remove(row, component, replaced);
    TRY(draft.add(row, placing.component, {placing.key(), package.weight}));
    return true;
}

/// Packages of architectures that their distros do not declare give the channel indexes, of which it may have so many.
/// Faults: invalid_input "too-many-architectures".
Result<> Planner::check_extra_architectures(const ChannelDraft& draft, const NeededArchitectures& needed) const {
    NeededArchitectures extra = needed;
    for (const auto& row : plan_.after.settings.distros)
        for (auto& architecture : extra_architectures(row, draft.state().lists))
            extra.emplace(row.id, std::move(architecture));
    if (extra.size() <= parts_.extra_architectures) return {};

    // One that has lost its last package goes when the plan is finished.
    std::size_t count = 0;
    for (const auto& [id, architecture] : extra)
        if (needed.contains({id, architecture}) || TRY(draft.has_own(*plan_.after.find_distro(id), architecture)))
            ++count;
    if (count <= parts_.extra_architectures) return {};
    const auto& [id, architecture] = *needed.begin();
    return too_many_architectures(draft, *plan_.after.find_distro(id), architecture);
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

void Planner::keep_package(const SharedPackage& package, RowId distro, const std::string& component) {
    if (package->id == 0) plan_.packages->try_emplace(package->sha256, package);
    plan_.pool_names.push_back({distro, package->sha256, package->file_name, package->size});
    if (package->format == "deb") plan_.pool_places.push_back(pool_place(*package, distro, component));
}

/// A signing whose bytes were lost goes from every channel that lists it: all get the new one. It is the one
/// thing an upload brings about in other channels: what answers 503 there has the same uploaded bytes again. The server
/// is the actor: the uploader gave it nothing but what it once had.
Result<> Planner::replace_lost(const UploadChange& change, const std::vector<Placing>& placings) {
    std::map<std::string, std::uint64_t> replaced;  // by channel
    for (const auto& ingested : *change.packages) {
        if (!ingested.replaces) continue;
        const auto standing = std::ranges::find_if(placings, [&](const Placing& placing) {
            return placing.package->uploaded_sha256 == ingested.package.uploaded_sha256;
        });
        if (standing == placings.end()) continue;
        for (auto& [name, draft] : drafts_)
            replaced[name] += TRY(replace(draft, *ingested.replaces, standing->package));
    }
    note_replaced(the_server, replaced, "the stored bytes were lost and uploaded again");
    return {};
}

}  // namespace slipway::publishing
