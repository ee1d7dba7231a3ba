// A repository out of what a lost catalog leaves: package files say what they are, and private keys lie in files. They
// go the way of every upload, through ingest and publisher, so that nothing here knows how a catalog looks. A damaged
// file is found by its name, which is its digest.
#include "publishing/directory/rebuild.hpp"

#include "base/stream.hpp"
#include "base/waiting.hpp"
#include "publishing/planning/key_change.hpp"
#include "publishing/planning/put_channel_change.hpp"
#include "publishing/planning/put_repository_change.hpp"
#include "publishing/planning/upload_change.hpp"
#include "repo-format/formats/package_format.hpp"
#include "signing/keys/keyring.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace slipway::publishing {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t batch_files = 200;
constexpr std::uint64_t batch_bytes = std::uint64_t{256} << 20;  // they are copied, and must find room
constexpr std::size_t copied_at_once = std::size_t{1} << 20;

const Actor slipwayd{"slipwayd fsck --rebuild", ""};

std::string content_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

Result<> append_blob(const ByteSource& file, storage::BlobUpload& upload) {
    for (std::uint64_t offset = 0;;) {
        const auto bytes = TRY(file.read(offset, copied_at_once));
        if (bytes.empty()) return {};
        TRY(upload.append(bytes));
        offset += bytes.size();
    }
}

}  // namespace

Result<RebuildReport> Rebuild::run() {
    const auto keys = TRY(find_keys());
    TRY(make_repository(keys));
    TRY(import_keys(keys));
    TRY(take_in_blobs());
    TRY(protect_channel());
    TRY(retire_packs());
    return std::move(report_);
}

/// The one that is to be active first.
Result<std::vector<Rebuild::Key>> Rebuild::find_keys() const {
    std::vector<Key> keys;
    std::error_code error;
    const fs::path directory = parts_.data / "keys" / options_.repository;
    for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
        std::error_code unknown;
        if (at->path().extension() == ".asc" && at->is_regular_file(unknown) && !at->is_symlink(unknown))
            keys.push_back({at->path().stem().string(), content_of(at->path()), at->last_write_time(unknown)});
    }
    if (error && error != std::errc::no_such_file_or_directory)
        return Error(Fault::io, "list " + directory.string() + ": " + error.message());
    std::ranges::sort(keys, [&](const Key& a, const Key& b) {
        const bool a_chosen = a.fingerprint == options_.active_key;
        const bool b_chosen = b.fingerprint == options_.active_key;
        return a_chosen != b_chosen ? a_chosen : a.made > b.made;
    });
    if (!options_.active_key.empty() && (keys.empty() || keys.front().fingerprint != options_.active_key))
        return Error(Fault::not_found, "there is no key " + options_.active_key + " in " + directory.string());
    return keys;
}

Result<> Rebuild::make_repository(const std::vector<Key>& keys) {
    RepositoryPut put;
    put.description = "Packages served by Slipway";
    put.sign_packages = false;  // these bytes were published as they are
    put.distros = distro_of_each_format();
    put.channels = {{.name = "dev", .immutable_versions = false}, {.name = "staging"}, {.name = "stable"}};
    std::erase_if(put.channels, [&](const auto& channel) { return channel.name == options_.channel; });
    put.channels.push_back({.name = options_.channel, .immutable_versions = false});
    if (!keys.empty()) put.first_private_key = keys.front().armored;
    TRY(wait_for<PutResult>([&](auto done) {
            parts_.publisher.carry_out<PutRepositoryChange>(options_.repository, slipwayd, std::move(put),
                                                            std::move(done));
        }).during("creating repository " + options_.repository));
    if (!keys.empty()) report_.keys.push_back(keys.front().fingerprint);
    const auto tree = parts_.publisher.current();
    const auto& keyring = tree->repositories.at(options_.repository)->state.keyring;
    report_.active_key = signing::active_key(keyring)->key.fingerprint;
    return {};
}

Result<> Rebuild::import_keys(const std::vector<Key>& keys) {
    for (std::size_t i = 1; i < keys.size(); ++i) {
        KeyCommand command{.verb = KeyCommand::Verb::import, .armored = keys[i].armored};
        const auto imported = wait_for<signing::Keyring>([&](auto done) {
            parts_.publisher.carry_out<KeyChange>(options_.repository, slipwayd, std::move(command), std::move(done));
        });
        if (imported.ok())
            report_.keys.push_back(keys[i].fingerprint);
        else
            report_.refused_keys.push_back(keys[i].fingerprint + ": " + imported.error().message());
    }
    return {};
}

/// Oldest first, so that of two builds of a version the newer one is listed in the end.
Result<> Rebuild::take_in_blobs() {
    std::vector<Blob> blobs;
    TRY(parts_.blobs.visit([&](const Sha256& id, std::uint64_t size, std::chrono::seconds age) {
        blobs.push_back({id, size, age});
    }));
    std::ranges::sort(blobs, std::ranges::greater(), &Blob::age);
    std::vector<Blob> batch;
    std::uint64_t bytes = 0;
    for (const auto& blob : blobs) {
        if (batch.size() == batch_files || (!batch.empty() && bytes + blob.size > batch_bytes)) {
            TRY(take_in(batch));
            batch.clear();
            bytes = 0;
        }
        batch.push_back(blob);
        bytes += blob.size;
    }
    return take_in(batch);
}

/// A batch with a bad file is refused as a whole: then each goes alone.
Result<> Rebuild::take_in(const std::vector<Blob>& batch) {
    auto files = TRY(receive(batch));
    const auto errors = TRY(publish(std::move(files)));
    if (errors.empty()) return {};
    for (const auto& blob : batch) TRY(take_in_alone(blob));
    return {};
}

Result<> Rebuild::take_in_alone(const Blob& blob) {
    if (!TRY(parts_.blobs.contains(blob.id))) return {};  // it was damaged, which is in the report
    auto files = TRY(receive({blob}));
    for (const auto& error : TRY(publish(std::move(files))))
        report_.refused.push_back(blob.id.hex() + ": " + error.error.message());
    return {};
}

Result<std::vector<ReceivedFile>> Rebuild::receive(const std::vector<Blob>& batch) {
    std::vector<ReceivedFile> files;
    for (const auto& blob : batch) {
        auto upload = TRY(parts_.blobs.begin_upload());
        const auto file = TRY(parts_.blobs.open_blob(blob.id));
        const auto* recognised = formats::beginning_with(TRY(file->read(0, formats::telling_bytes)));
        const auto& format =
            recognised == nullptr ? *formats::all().front() : *recognised;  // which says what the file is not
        const auto copied = append_blob(*file, upload);
        if (!copied.ok() && copied.error().fault() == Fault::storage_full) return copied.error();
        if (!copied.ok() || upload.digest() != blob.id) {
            report_.damaged.push_back(blob.id.hex());
            TRY(parts_.blobs.move_to_trash(blob.id, parts_.clock.now()));
            continue;
        }
        files.push_back({fmt::format("{:.16}.{}", blob.id.hex(), format.name()), std::move(upload), {}});
    }
    return files;
}

Result<std::vector<FileError>> Rebuild::publish(std::vector<ReceivedFile> files) {
    if (files.empty()) return std::vector<FileError>();
    const auto tree = parts_.publisher.current();
    const auto& repository = tree->repositories.at(options_.repository);
    const std::shared_ptr<const RepositoryState> state(repository, &repository->state);
    ReceivedBatch batch;
    batch.files = std::move(files);
    batch.provenance = "{}";
    batch.now = parts_.clock.now();
    auto outcome = TRY(
        wait_for<IngestOutcome>([&](auto done) { parts_.ingest.take_in(state, std::move(batch), std::move(done)); }));
    if (!outcome.errors.empty()) return std::move(outcome.errors);
    std::vector<storage::PackageRow> packages;
    for (const auto& ingested : outcome.packages) packages.push_back(ingested.package);
    auto answer = TRY(wait_for<UploadAnswer>([&](auto done) {
        parts_.publisher.carry_out<UploadChange>(options_.repository, slipwayd, options_.channel,
                                                 std::move(outcome.packages), std::move(done));
    }));
    if (auto* refusal = std::get_if<UploadRefusal>(&answer)) return std::move(refusal->errors);
    for (const auto& package : packages) count(package);
    return std::vector<FileError>();
}

void Rebuild::count(const storage::PackageRow& package) {
    ++report_.packages[package.format];
    const auto [held, is_first] =
        versions_.try_emplace({package.format, package.name, package.version, package.architecture}, package.sha256);
    if (is_first) return;
    report_.older.push_back(package.name + " " + package.version + " (" + package.architecture + "), " +
                            held->second.hex());
    held->second = package.sha256;
}

/// Only now: a protected channel takes no uploads.
Result<> Rebuild::protect_channel() {
    ChannelPut channel;
    channel.name = options_.channel;
    channel.is_protected = true;
    TRY(wait_for<PutResult>([&](auto done) {
        parts_.publisher.carry_out<PutChannelChange>(options_.repository, slipwayd, std::move(channel),
                                                     std::move(done));
    }));
    RepositoryPut put;
    put.sign_packages = true;
    TRY(wait_for<PutResult>([&](auto done) {
        parts_.publisher.carry_out<PutRepositoryChange>(options_.repository, slipwayd, std::move(put), std::move(done));
    }));
    return {};
}

/// Packs of the lost catalog: nothing knows what is where in them.
Result<> Rebuild::retire_packs() {
    for (const auto pack : parts_.old_packs) TRY(parts_.segments.move_pack_to_trash(pack, parts_.clock.now()));
    return {};
}

Result<RebuildReport> rebuild(OwnDirectory& own, const Path& data, const RebuildOptions& options) {
    TRY(storage::begin_rebuild(*own.catalog));
    std::vector<std::uint32_t> old_packs;
    for (const auto& pack : TRY(own.segments->packs())) old_packs.push_back(pack.number);
    TRY(own.start_publishing());
    Rebuild work({*own.publisher, *own.ingest, *own.blobs, *own.segments, own.clock, data, std::move(old_packs)},
                 options);
    auto report = TRY(work.run());
    TRY(make_first_tokens(*own.catalog, own.files, data, own.clock));
    TRY(storage::end_rebuild(*own.catalog));
    return report;
}

}  // namespace slipway::publishing
