// The rules of an upload: which indexes a package enters, which version is taken, what it replaces.
#include "publishing/planning/upload_change.hpp"

#include "publishing/intake/ingest_file.hpp"
#include "publishing/model/urls.hpp"
#include "publishing/planning/architecture_limit.hpp"
#include "publishing/planning/ephemeral_channels.hpp"
#include "publishing/planning/signed_variants.hpp"

#include <algorithm>
#include <set>

namespace slipway::publishing {
namespace {

enum class VersionsAre : unsigned char { replaceable, immutable };

/// One package going to one distro.
struct UploadTarget {
    SharedPackage package;
    RowId distro;
    std::string component;
    std::vector<std::string> warnings;
};

/// One file of an upload, and where it goes.
struct WantedFile {
    const IngestedPackage* ingested;
    std::vector<UploadTarget> targets;
    bool was_purged;  // it goes nowhere
};

/// What the repository has of the files of an upload.
struct KnownOfUpload {
    Facts::Packages present;  // of those that it had when they were read in
    Facts::Packages newest;   // of those that were signed here, by the bytes uploaded
};

/// What an upload wants to put into the channel, and every file that may not enter it.
struct CheckedUpload {
    std::vector<UploadTarget> targets;
    std::vector<FileError> errors;
    std::set<std::string> versions;  // that its files have: two of them cannot claim the same one
};

PlacedPackage placed_package(const RepositoryState& repository, const storage::DistroRow& distro,
                             const std::string& channel, PlacedPackage placed) {
    const storage::PackageRow& package = *placed.package;
    placed.distro = distro.name;
    const auto home = home_of(distro, placed.component, package.architecture);
    placed.path = package_path({repository.settings.name, distro, channel, home}, package);
    return placed;
}

/// Whether the versions of a channel, which has to take uploads, can be published again with other bytes.
Result<VersionsAre> versions_of(Planning& planning, const std::string& name) {
    const auto& settings = TRY(planning.draft_of(name))->state().settings;
    TRY(check_unprotected(settings));
    return settings.immutable_versions ? VersionsAre::immutable : VersionsAre::replaceable;
}

Result<KnownOfUpload> find_known(const Facts& facts, const UploadChange::Packages& batch) {
    std::vector<Sha256> had;
    std::vector<Sha256> signed_here;
    for (const auto& ingested : *batch) {
        const auto& package = ingested.package;
        if (package.id != 0) had.push_back(package.sha256);
        if (package.uploaded_sha256 != package.sha256) signed_here.push_back(package.uploaded_sha256);
    }
    KnownOfUpload known;
    known.present = TRY(facts.find_packages(had));
    known.newest = TRY(facts.find_newest_of(signed_here));
    return known;
}

/// The package to publish for these bytes. Two uploads of one unsigned rpm may have been signed at the same time: the
/// first that gets its turn stands, so that a repository signs the same bytes once. A signature whose key was revoked
/// meanwhile never stands. Faults: busy "publication-failed" when there is no other.
Result<SharedPackage> current_variant(Planning& planning, const KnownOfUpload& known, const SharedPackage& shared,
                                      const std::optional<Sha256>& replaces) {
    const storage::PackageRow& package = *shared;
    if (package.id != 0 && !known.present.contains(package.sha256))
        return Error("publication-failed"_problem,
                     package.file_name + " was collected as garbage while it was uploaded; try again");
    if (package.uploaded_sha256 == package.sha256) return shared;
    if (auto chosen = planning.variant_chosen_for(package.uploaded_sha256)) return chosen;
    const auto found = known.newest.find(package.uploaded_sha256);
    const auto* newest = found == known.newest.end() ? nullptr : &found->second;
    const bool usable =
        newest != nullptr && !is_signed_by_revoked(planning.state(), *newest) && replaces != newest->sha256;
    const auto current = usable ? std::make_shared<const storage::PackageRow>(*newest) : shared;
    if (is_signed_by_revoked(planning.state(), *current))
        return Error("publication-failed"_problem,
                     "the key that signed " + package.file_name + " was revoked meanwhile; try again");
    planning.choose_variant(current);
    return current;
}

Result<std::vector<UploadTarget>> targets_of(Planning& planning, const KnownOfUpload& known,
                                             const UploadChange::Packages& batch, const IngestedPackage& ingested) {
    const auto package = TRY(current_variant(planning, known, {batch, &ingested.package}, ingested.replaces));
    std::vector<UploadTarget> targets;
    for (const auto& [distro, component] : ingested.targets) {
        if (planning.distro(distro) == nullptr)
            return Error(Fault::not_found, "the distro was removed while the upload was under way");
        targets.push_back({package, distro, component, ingested.warnings});
    }
    return targets;
}

/// What of these versions must not be published again with other bytes.
Result<TakenVersions> find_taken(const Planning& planning, VersionsAre versions, const std::vector<WantedFile>& files) {
    if (versions == VersionsAre::replaceable) return TakenVersions();
    std::vector<VersionKey> wanted;
    for (const auto& file : files)
        for (const auto& target : file.targets) wanted.push_back(version_in(target.distro, *target.package));
    return planning.find_taken(wanted);
}

/// Whether the version may enter the channel.
Result<> check_version(const Planning& planning, const TakenVersions& taken, const UploadTarget& target,
                       CheckedUpload& upload) {
    const auto& package = *target.package;
    const auto* row = planning.distro(target.distro);
    const std::string version = row->name + " " + package.name + " " + package.version + " " + package.architecture;
    if (!upload.versions.insert(version + " " + package.sha256.hex()).second) return {};
    if (!upload.versions.insert(version).second) return two_files_of_version(package);
    const auto holder = taken.find(version_in(target.distro, package));
    if (holder == taken.end() || holder->second == package.uploaded_sha256) return {};
    std::optional<HoldingChannels> holding;
    if (upload.errors.size() < most_with_channels)
        holding = TRY(planning.holders_of(*row, key_of(package), holder->second));
    return package_exists(package, row->name, holder->second, holding);
}

Result<std::vector<WantedFile>> wanted_of(Planning& planning, const UploadChange::Packages& packages) {
    const auto known = TRY(find_known(planning.facts(), packages));
    std::vector<WantedFile> files;
    for (const auto& ingested : *packages) {
        const auto& package = ingested.package;
        WantedFile& file = files.emplace_back(WantedFile{&ingested, {}, false});
        file.was_purged =
            is_purged(planning.state(), package.uploaded_sha256) || is_purged(planning.state(), package.sha256);
        if (!file.was_purged) file.targets = TRY(targets_of(planning, known, packages, ingested));
    }
    return files;
}

/// Every bad file of the upload is found before any package is put into the channel.
Result<CheckedUpload> check_upload(Planning& planning, const UploadChange::Packages& packages, VersionsAre versions) {
    auto files = TRY(wanted_of(planning, packages));
    const auto taken = TRY(find_taken(planning, versions, files));
    CheckedUpload upload;
    for (auto& [ingested, targets, was_purged] : files) {
        if (was_purged)
            upload.errors.push_back(
                {ingested->file, purged_earlier(ingested->file, ingested->package.uploaded_sha256)});
        for (auto& target : targets) {
            auto checked = check_version(planning, taken, target, upload);
            if (checked.ok())
                upload.targets.push_back(std::move(target));
            else if (is_of_the_server(checked.error().fault()))
                return std::move(checked).error();
            else
                upload.errors.push_back({ingested->file, std::move(checked).error()});
        }
    }
    return upload;
}

/// Whether the channel, or the base of one that begins, may have indexes for all of these.
Result<> check_architectures(const Planning& planning, const std::string& channel,
                             const std::vector<UploadTarget>& targets) {
    NeededArchitectures needed;
    for (const auto& target : targets) {
        const auto& row = *planning.distro(target.distro);
        auto architecture = needed_architecture(row, target.package->architecture);
        if (architecture && !declares(row, *architecture)) needed.emplace(row.id, std::move(*architecture));
    }
    if (needed.empty()) return {};
    const auto& drafts = planning.drafts();
    const auto found = drafts.find(channel);
    const auto base = found != drafts.end() ? found : drafts.find(planning.state().ephemeral->base);
    if (base != drafts.end()) return check_extra_architectures(planning, base->second, needed);
    return check_extra_architectures(planning, ChannelDraft(planning.given().nodes, {}), needed);
}

/// Puts the package into the channel; false if it was there already.
Result<bool> put_package(Planning& planning, ChannelDraft& draft, const UploadTarget& target) {
    const auto& package = *target.package;
    const auto& row = *planning.distro(target.distro);
    const auto key = key_of(package);
    planning.store_package(target.package, row.id, target.component);
    if (draft.state().settings.immutable_versions) planning.take_version(row, package);
    std::vector<std::pair<std::string, index::EntryKey>> older;
    for (const auto& component : components_of(row)) {
        for (auto& present : TRY(draft.same_version(row, component, key))) {
            if (present.sha256 != package.sha256)
                older.emplace_back(component, std::move(present));
            else if (component == target.component)
                return false;
        }
    }
    for (const auto& [component, replaced] : older) draft.remove(row, component, replaced);
    TRY(draft.add(row, target.component, {key, package.weight}));
    return true;
}

/// A signed variant whose bytes were lost goes from every channel that lists it: all get the new one. It is the one
/// thing an upload brings about in other channels: what cannot be served there has the same uploaded bytes again. The
/// server is the actor: the uploader gave it nothing but what it once had.
Result<> replace_lost(Planning& planning, const std::vector<IngestedPackage>& packages,
                      const std::vector<UploadTarget>& targets) {
    ReplacedCounts replaced;
    for (const auto& ingested : packages) {
        if (!ingested.replaces) continue;
        const auto current = std::ranges::find_if(targets, [&](const UploadTarget& target) {
            return target.package->uploaded_sha256 == ingested.package.uploaded_sha256;
        });
        if (current == targets.end()) continue;
        for (auto& [name, draft] : planning.drafts())
            replaced[name] += TRY(replace_variant(planning, draft, *ingested.replaces, current->package));
    }
    record_replaced(planning, the_server, replaced, "the stored bytes were lost and uploaded again");
    return {};
}

}  // namespace

std::optional<Action> UploadChange::action(const std::string& repository, RepositoryIs /*is*/) const {
    return Action{Action::Kind::upload, repository, channel_};
}

Result<Change::Answer> UploadChange::plan(Planning& planning) const {
    const bool begins = TRY(begins_channel(planning, channel_));
    const auto versions = begins ? VersionsAre::replaceable : TRY(versions_of(planning, channel_));
    auto upload = TRY(check_upload(planning, packages_, versions));
    if (!upload.errors.empty()) return answer(UploadRefusal{std::move(upload.errors)});
    TRY(check_architectures(planning, channel_, upload.targets));
    if (begins) TRY(begin_ephemeral(planning, actor(), channel_));

    UploadOutcome outcome{channel_, 0, false, {}, {}};
    audit::PackagesUploaded what;
    ChannelDraft& draft = planning.drafts().at(channel_);
    const PackageCounts before{draft.added(), draft.removed()};
    for (const auto& target : upload.targets) {
        if (TRY(put_package(planning, draft, target))) what.packages.push_back(key_of(*target.package));
        outcome.packages.push_back(placed_package(planning.state(), *planning.distro(target.distro), channel_,
                                                  {target.package, {}, target.component, {}, target.warnings}));
    }
    TRY(replace_lost(planning, *packages_, upload.targets));
    prolong(planning, draft);
    outcome.changed = begins || !what.packages.empty();
    if (!what.packages.empty()) {
        const auto event = planning.add_event(actor(), channel_, what);
        planning.record_change(channel_, Cause::upload, actor(), "", counts_since(draft, before), event);
        planning.plan().channels[channel_].prune = true;
    }
    return answer_of_plan([outcome = std::move(outcome)](const Plan& plan) {
        auto numbered = outcome;
        numbered.revision = plan.after.channels.at(outcome.channel).revision;
        numbered.serving = plan.serving;
        return UploadAnswer(std::move(numbered));
    });
}

}  // namespace slipway::publishing
