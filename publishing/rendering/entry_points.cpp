#include "publishing/rendering/entry_points.hpp"

#include "base/waiting.hpp"
#include "publishing/model/urls.hpp"
#include "repo-format/apt/release_file.hpp"
#include "repo-format/yum/repomd.hpp"
#include "signing/keys/keyring.hpp"

#include <algorithm>
#include <set>

namespace slipway::publishing {
namespace {

constexpr std::chrono::seconds max_future_time{10};  // apt's Acquire::Max-FutureTime

/// The value of Release's field; nothing while no public URL is set.
std::optional<std::string> snapshots_url(const RepositoryState& repository, const storage::DistroRow& distro,
                                         const std::string& public_url) {
    if (public_url.empty()) return std::nullopt;
    return base_url(public_url, repository.settings.name, distro.name, "@SNAPSHOTID@") + "/";
}

/// Of the package lists, sorted; of deb with `all`.
std::vector<std::string> architectures_of(const storage::DistroRow& distro, const ServedIndexes& indexes) {
    std::set<std::string> architectures;
    for (const auto& [key, index] : indexes)
        if (key.distro == distro.id && lists_packages(key)) architectures.insert(key.architecture);
    return {architectures.begin(), architectures.end()};
}

/// Those that are declared, in order, and what a past revision has besides.
std::vector<std::string> components_of(const storage::DistroRow& distro, const ServedIndexes& indexes) {
    ContentLists lists;
    for (const auto& [key, index] : indexes) lists[key];
    return components_in(distro, lists);
}

std::string release_text(const RepositoryState& repository, const ChannelState& channel,
                         const storage::DistroRow& distro, const ServedIndexes& indexes, Seconds date,
                         const std::string& public_url) {
    apt::Release release;
    release.origin = repository.settings.origin;
    release.label = repository.settings.origin;
    release.suite = channel.settings.name;
    release.codename = channel.settings.name;
    release.description = repository.settings.description;
    release.date = date;
    release.architectures = architectures_of(distro, indexes);
    release.components = components_of(distro, indexes);
    release.snapshots = snapshots_url(repository, distro, public_url);
    for (const auto& [key, index] : indexes)
        if (key.distro == distro.id)
            for (const auto& file : index->files)
                release.indexes.push_back({path_of(*index, file), file.size, file.sha256});
    return apt::render(release);
}

std::vector<yum::KeyHint> key_hints(const signing::Keyring& keyring) {
    std::vector<yum::KeyHint> hints;
    for (const auto& [key, state] : keyring)
        if (state == signing::KeyState::standby) hints.push_back({key.fingerprint, key.created_at});
    return hints;
}

yum::RepomdData data_of(const RenderedIndex& index, Document document) {
    const auto* open = index.find(document, index::Form::plain);
    const auto packed = std::ranges::find_if(index.files, [&](const RenderedFile& file) {
        return file.output.document == document && file.output.form != index::Form::plain;
    });
    return {document, packed->sha256, open->sha256, packed->size, open->size, index::suffix_of(packed->output.form)};
}

/// The documents of every index of a basearch.
std::string repomd_text(const RepositoryState& repository, const EntryPointKey& of, const ServedIndexes& indexes,
                        Seconds date) {
    yum::Repomd repomd{date, key_hints(repository.keyring), {}};
    for (const auto& [key, index] : indexes)
        if (EntryPointKey(key.distro, key.architecture) == of)
            for (const auto document : kind_of(key).traits().documents)
                repomd.data.push_back(data_of(*index, document));
    return yum::render(repomd);
}

FutureSignature request_signature(signing::Signer& signers, const RepositoryState& repository,
                                  storage::EntryPointRow& row, signing::Priority priority) {
    const auto& name = repository.settings.name;
    if (has_release(*repository.find_distro(row.distro)))
        return begin_call<std::string>([&](Done<std::string> done) {
            signers.clear_sign(name, signing::apt_signers(repository.keyring), row.content, priority, std::move(done));
        });
    const auto& active = signing::active_key(repository.keyring)->key;
    row.key = active.armored;
    return begin_call<std::string>([&](Done<std::string> done) {
        signers.detach_sign(name, {active.fingerprint}, row.content, signing::Encoding::armored, priority,
                            std::move(done));
    });
}

}  // namespace

GenerationDate next_date(Seconds last, Seconds now) {
    if (last > now + max_future_time) return {now, true};
    return {std::max(last, now), false};
}

Seconds next_last_modified(Seconds before, const GenerationDate& date) {
    if (date.clock_was_wrong) return {};
    return std::max(before + std::chrono::seconds(1), date.date);
}

bool has_release(const storage::DistroRow& distro) {
    return formats::of(distro.format).traits().layout == formats::Layout::apt;
}

std::vector<EntryPointKey> entry_points_of(const storage::DistroRow& distro, const ServedIndexes& indexes) {
    if (has_release(distro)) return {{distro.id, ""}};
    std::vector<EntryPointKey> keys;
    for (const auto& basearch : architectures_of(distro, indexes)) keys.emplace_back(distro.id, basearch);
    return keys;
}

std::string entry_point_text(const RepositoryState& repository, const ChannelState& channel, const EntryPointKey& key,
                             const ServedIndexes& indexes, Seconds date, const std::string& public_url) {
    const auto& distro = *repository.find_distro(key.first);
    if (has_release(distro)) return release_text(repository, channel, distro, indexes, date, public_url);
    return repomd_text(repository, key, indexes, date);
}

bool names_snapshots_as(std::string_view release, const RepositoryState& repository, const storage::DistroRow& distro,
                        const std::string& public_url) {
    constexpr std::string_view field = "\nSnapshots: ";
    const auto url = snapshots_url(repository, distro, public_url);
    const auto at = release.find(field);
    if (at == std::string_view::npos) return !url;
    const auto value = release.substr(at + field.size());
    return url == value.substr(0, value.find('\n'));
}

Result<> sign_entry_points(signing::Signer& signers, const RepositoryState& repository,
                           const std::vector<storage::EntryPointRow*>& rows, signing::Priority priority) {
    std::vector<FutureSignature> signatures;
    for (auto* row : rows) signatures.push_back(request_signature(signers, repository, *row, priority));
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i]->signed_content = TRY(signatures[i].get());
    return {};
}

FutureSignature request_release_signature(signing::Signer& signers, const RepositoryState& repository,
                                          const storage::EntryPointRow& row) {
    return begin_call<std::string>([&](Done<std::string> done) {
        signers.detach_sign(repository.settings.name, signing::apt_signers(repository.keyring), row.content,
                            signing::Encoding::armored, signing::Priority::package, std::move(done));
    });
}

}  // namespace slipway::publishing
