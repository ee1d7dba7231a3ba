// Content-addressed files (docs/storage.md, "Life of a blob"). The order of `commit` is what makes a blob durable:
//
//   1. every file is synced under its incoming name: a blob's name never leads to bytes that are not on disk;
//   2. every file is linked into place; link never replaces, so a blob that exists keeps its bytes;
//   3. every directory of the batch is synced, once.
//
// From some number of files on, 1 and 3 are one syncfs each: a thousand small files take 0.1 s that way, and 1.5 s when
// every file and directory is synced by itself (ext4, a virtual disk). syncfs waits for what others have written too,
// which a single upload should not. What failed earlier than the call is told to a sync point that is older than the
// upload's first byte.
//
// Step 3 is done for blobs that exist already too: another upload of the same bytes may have made the name a moment ago
// and not have synced it yet, and our caller needs it durable as much as theirs does.

#include "storage/blobs/blob_store.hpp"

#include "storage/blobs/blob_layout.hpp"
#include "storage/blobs/blob_upload.hpp"
#include "storage/files/durable.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <set>
#include <utility>

namespace slipway::storage {
namespace {

/// What is not there holds no blobs.
Result<std::vector<std::string>> list_if_present(FileSystem& files, const Path& directory) {
    auto names = files.list(directory);
    if (!names.ok() && names.error().fault() == Fault::not_found) return std::vector<std::string>();
    return names;
}

}  // namespace

struct BlobStore::State {
    State(FileSystem& file_system, const Path& directory)
        : files(file_system), data_directory(directory), layout(directory) {}

    Result<> make_directories();
    Result<> make_if_absent(const Path& directory);
    Result<> empty_incoming();

    /// For an upload that begins now.
    Result<std::shared_ptr<SyncPoint>> present_sync_point();
    Result<> sync_at_once(std::span<const BlobUpload> uploads);
    /// Step 1.
    Result<> sync_content(std::span<const BlobUpload> uploads, bool at_once);
    /// Step 2.
    Result<> link_into_place(std::span<const BlobUpload> uploads, std::span<const Sha256> ids);
    /// Step 3.
    Result<> sync_names(std::span<const BlobUpload> uploads, std::span<const Sha256> ids, bool at_once);

    FileSystem& files;
    Path data_directory;
    BlobLayout layout;
    std::atomic<std::uint64_t> last_upload = 0;
    std::atomic<std::uint64_t> destroyed = 0;
    std::mutex mutex;  // guards `sync_point`
    std::shared_ptr<SyncPoint> sync_point;
};

Result<> BlobStore::State::empty_incoming() {
    for (const Path& directory : layout.incoming_directories())
        for (const std::string& name : TRY(files.list(directory))) TRY(files.remove(directory / name));
    return {};
}

Result<> BlobStore::State::make_if_absent(const Path& directory) {
    auto made = files.make_directory(directory, private_directory_mode);
    if (!made.ok() && made.error().fault() != Fault::conflict) return made;
    return {};
}

Result<> BlobStore::State::make_directories() {
    TRY(storage::make_directories(files, layout.sha256()));
    TRY(storage::make_directories(files, layout.incoming()));
    for (const Path& directory : layout.incoming_directories()) TRY(make_if_absent(directory));
    for (const Path& directory : layout.directories()) TRY(make_if_absent(directory));
    return files.sync_directory(layout.sha256());
}

BlobStore::BlobStore(std::unique_ptr<State> state) : state_(std::move(state)) {}
BlobStore::~BlobStore() = default;

Result<std::unique_ptr<BlobStore>> BlobStore::open(FileSystem& files, const Path& data_directory) {
    auto state = std::make_unique<State>(files, data_directory);
    TRY(state->make_directories());
    TRY(state->empty_incoming());
    return std::unique_ptr<BlobStore>(new BlobStore(std::move(state)));
}

std::unique_ptr<BlobStore> BlobStore::open_beside(FileSystem& files, const Path& data_directory) {
    return std::unique_ptr<BlobStore>(new BlobStore(std::make_unique<State>(files, data_directory)));
}

Result<BlobUpload> BlobStore::begin_upload() {
    auto before = TRY(state_->present_sync_point());
    Path path = state_->layout.incoming_file(++state_->last_upload);
    auto file = TRY(state_->files.create(path, private_file_mode));
    return BlobUpload(
        std::make_unique<BlobUpload::State>(state_->files, std::move(path), std::move(file), std::move(before)));
}

Result<std::shared_ptr<SyncPoint>> BlobStore::State::present_sync_point() {
    const std::lock_guard lock(mutex);
    if (!sync_point) sync_point = TRY(files.sync_point(layout.incoming()));
    return sync_point;
}

Result<> BlobStore::State::sync_at_once(std::span<const BlobUpload> uploads) {
    std::set<std::shared_ptr<SyncPoint>> points;
    for (const BlobUpload& upload : uploads) points.insert(upload.state_->begun_after);
    for (const auto& point : points) {
        auto synced = point->sync();
        if (synced.ok()) continue;
        const std::lock_guard lock(mutex);
        if (sync_point == point) sync_point.reset();  // later uploads have lost nothing
        return synced;
    }
    return {};
}

Result<> BlobStore::State::sync_content(std::span<const BlobUpload> uploads, bool at_once) {
    if (at_once) return sync_at_once(uploads);
    for (const BlobUpload& upload : uploads) TRY(upload.state_->file->sync());
    return {};
}

Result<> BlobStore::State::link_into_place(std::span<const BlobUpload> uploads, std::span<const Sha256> ids) {
    for (std::size_t i = 0; i < uploads.size(); ++i) {
        auto linked = files.link(uploads[i].state_->path, layout.path_of(ids[i]));
        if (!linked.ok() && linked.error().fault() != Fault::conflict) return linked;
    }
    return {};
}

Result<> BlobStore::State::sync_names(std::span<const BlobUpload> uploads, std::span<const Sha256> ids, bool at_once) {
    if (at_once) return sync_at_once(uploads);
    std::set<Path> directories;
    for (const Sha256& id : ids) directories.insert(layout.directory_of(id));
    for (const Path& directory : directories) TRY(files.sync_directory(directory));
    return {};
}

Result<> BlobStore::commit(std::span<BlobUpload> uploads) {
    std::vector<Sha256> ids;
    for (const BlobUpload& upload : uploads) {
        if (upload.state_->broken)
            return Error(Fault::io, "commit " + upload.state_->path.string() + ": a write failed");
        ids.push_back(upload.digest());
    }
    const bool at_once = uploads.size() >= many_uploads ||
                         std::ranges::any_of(uploads, [](const BlobUpload& upload) { return !upload.state_->hasher; });
    TRY(state_->sync_content(uploads, at_once));
    TRY(state_->link_into_place(uploads, ids));
    TRY(state_->sync_names(uploads, ids, at_once));
    for (BlobUpload& upload : uploads) upload.state_->remove_incoming_name();
    return {};
}

Result<bool> BlobStore::contains(const Sha256& id) const { return state_->files.exists(path_of(id)); }

Result<std::unique_ptr<File>> BlobStore::open_blob(const Sha256& id) const {
    return state_->files.open_to_read(path_of(id));
}

Path BlobStore::path_of(const Sha256& id) const { return state_->layout.path_of(id); }

Result<> BlobStore::remove(const Sha256& id) {
    auto removed = state_->files.remove(path_of(id));
    if (!removed.ok() && removed.error().fault() != Fault::not_found) return removed;
    return {};
}

/// The name goes first: who finds the file shorter than it should be finds that it is gone, too.
Result<> BlobStore::destroy(const Sha256& id) {
    auto file = state_->files.open_to_append(path_of(id));
    if (!file.ok() && file.error().fault() == Fault::not_found) return {};
    if (!file.ok()) return std::move(file).error();
    TRY(remove(id));
    TRY((*file)->truncate(0));
    TRY(state_->files.sync_directory(state_->layout.directory_of(id)));
    state_->destroyed.fetch_add(1, std::memory_order_release);
    return {};
}

std::uint64_t BlobStore::destroyed() const { return state_->destroyed.load(std::memory_order_acquire); }

Result<> BlobStore::visit(
    const std::function<void(const Sha256&, std::uint64_t size, std::chrono::seconds age)>& visitor) const {
    FileSystem& files = state_->files;
    const auto now = std::chrono::system_clock::now();
    for (const Path& directory : state_->layout.directories()) {
        for (const std::string& name : TRY(list_if_present(files, directory))) {
            const auto id = BlobLayout::parse_name(name);
            if (!id) continue;  // not a blob: foreign files are left alone
            const auto status = files.status(directory / name);
            if (!status.ok() && status.error().fault() == Fault::not_found) continue;  // removed meanwhile
            if (!status.ok()) return status.error();
            visitor(*id, status->size, std::chrono::duration_cast<std::chrono::seconds>(now - status->changed_at));
        }
    }
    return {};
}

Result<std::uint64_t> BlobStore::free_bytes() const { return state_->files.free_bytes(state_->data_directory); }

}  // namespace slipway::storage
