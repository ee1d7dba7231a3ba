// Content-addressed files (docs/storage.md, "Life of a blob"). The order of `commit` is what makes a blob durable:
//
//   1. every file is synced under its incoming name: a blob's name never leads to bytes that are not on disk;
//   2. every file is linked into place; link never replaces, so a blob that exists, and is whole, keeps its bytes;
//   3. every directory of the batch is synced, once.
//
// From some number of files on, 1 and 3 are one syncfs each: a thousand small files take 0.1 s that way, and 1.5 s when
// every file and directory is synced by itself (ext4, a virtual disk). syncfs waits for what others have written too,
// which a single upload should not. What failed earlier than the call is told to a sync point that is older than the
// upload's first byte.
//
// A blob that is in the way in step 2 is read before it is trusted: rot is healed by the next upload of the same bytes,
// which take its place by a rename.
//
// Step 3 is done for blobs that exist already too: another upload of the same bytes may have made the name a moment ago
// and not have synced it yet, and our caller needs it durable as much as theirs does.
#include "storage/blobs/file_blob_store.hpp"

#include "base/files/durable.hpp"
#include "storage/blobs/file_blob_store_state.hpp"
#include "storage/blobs/file_blob_upload.hpp"

#include <algorithm>
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

/// Precondition: a FileBlobStore began it.
FileBlobUpload& file_of(BlobUpload& upload) { return static_cast<FileBlobUpload&>(upload.body()); }
const FileBlobUpload& file_of(const BlobUpload& upload) { return static_cast<const FileBlobUpload&>(upload.body()); }

Result<std::shared_ptr<const ByteSource>> as_source(Result<std::unique_ptr<File>> file) {
    return std::shared_ptr<const ByteSource>(TRY(std::move(file)));
}

constexpr std::size_t read_size = std::size_t{1} << 20;

Result<Sha256> digest_of_file(FileSystem& files, const Path& path) {
    const auto file = TRY(files.open_to_read(path));
    Sha256Hasher hasher;
    std::string buffer(read_size, '\0');
    for (std::uint64_t offset = 0;;) {
        const std::size_t got = TRY(file->read_into(offset, buffer));
        hasher.update(ByteView(buffer).substr(0, got));
        offset += got;
        if (got < buffer.size()) return hasher.finish();
    }
}

}  // namespace

Result<> FileBlobStore::State::empty_incoming() {
    for (const Path& directory : layout.incoming_directories())
        for (const std::string& name : TRY(files.list(directory))) TRY(files.remove(directory / name));
    return {};
}

Result<> FileBlobStore::State::make_if_absent(const Path& directory) {
    auto made = files.make_directory(directory, private_directory_mode);
    if (!made.ok() && made.error().fault() != Fault::conflict) return made;
    return {};
}

Result<> FileBlobStore::State::make_directories() {
    TRY(slipway::make_directories(files, layout.sha256()));
    TRY(slipway::make_directories(files, layout.incoming()));
    for (const Path& directory : layout.incoming_directories()) TRY(make_if_absent(directory));
    for (const Path& directory : layout.directories()) TRY(make_if_absent(directory));
    return files.sync_directory(layout.sha256());
}

FileBlobStore::FileBlobStore(std::unique_ptr<State> state) : state_(std::move(state)) {}
FileBlobStore::~FileBlobStore() = default;

Result<std::unique_ptr<FileBlobStore>> FileBlobStore::open(FileSystem& files, const Path& data_directory) {
    auto state = std::make_unique<State>(files, data_directory);
    TRY(state->make_directories());
    TRY(state->empty_incoming());
    return std::unique_ptr<FileBlobStore>(new FileBlobStore(std::move(state)));
}

std::unique_ptr<FileBlobStore> FileBlobStore::open_beside(FileSystem& files, const Path& data_directory) {
    return std::unique_ptr<FileBlobStore>(new FileBlobStore(std::make_unique<State>(files, data_directory)));
}

Result<BlobUpload> FileBlobStore::begin_upload() {
    auto before = TRY(state_->present_sync_point());
    Path path = state_->layout.incoming_file(++state_->last_upload);
    auto file = TRY(state_->files.create(path, private_file_mode));
    return BlobUpload(
        std::make_unique<FileBlobUpload>(state_->files, std::move(path), std::move(file), std::move(before)));
}

/// Whether these bytes are there; those that cannot be read are not. For want of a descriptor that is not known: busy.
Result<bool> FileBlobStore::State::has_digest(const Path& path, const Sha256& id) const {
    const auto digest = digest_of_file(files, path);
    if (!digest.ok() && digest.error().fault() == Fault::busy) return digest.error();
    return digest.ok() && *digest == id;
}

Result<bool> FileBlobStore::contains(const Sha256& id) const {
    return state_->files.exists(state_->layout.path_of(id));
}

Result<BlobStatus> FileBlobStore::status(const Sha256& id) const {
    const auto status = TRY(state_->files.status(state_->layout.path_of(id)));
    return BlobStatus{status.size, std::chrono::floor<std::chrono::seconds>(status.modified_at)};
}

Result<std::shared_ptr<const ByteSource>> FileBlobStore::open_blob(const Sha256& id) const {
    return as_source(state_->files.open_to_read(state_->layout.path_of(id)));
}

Result<std::shared_ptr<const ByteSource>> FileBlobStore::open_remains(const Sha256& id) const {
    auto stored = open_blob(id);
    if (stored.ok() || stored.error().fault() != Fault::not_found) return stored;
    return as_source(state_->files.open_to_read(state_->layout.quarantined(id)));
}

Result<bool> FileBlobStore::is_whole(const Sha256& id) const {
    return state_->has_digest(state_->layout.path_of(id), id);
}

Result<> FileBlobStore::quarantine(const Sha256& id) {
    note_damaged(id);
    TRY(make_directories(state_->files, state_->layout.quarantine()));
    const Path aside = state_->layout.quarantined(id);
    auto moved = state_->files.rename(state_->layout.path_of(id), aside);
    if (!moved.ok() && moved.error().fault() != Fault::not_found) return moved;
    state_->destroyed.fetch_add(1, std::memory_order_release);
    if (!moved.ok()) return {};
    // An upload of the same bytes may have mended it since it was found damaged.
    const auto whole = state_->has_digest(aside, id);
    if (!whole.ok() || *whole) {
        auto back = state_->files.link(aside, state_->layout.path_of(id));
        if (!back.ok() && back.error().fault() != Fault::conflict) return back;
        TRY(state_->files.remove(aside));
    }
    if (!whole.ok()) return whole.error();  // not known now: it is where it was
    if (*whole) state_->damaged.note_whole(id);
    TRY(state_->files.sync_directory(state_->layout.quarantine()));
    return state_->files.sync_directory(state_->layout.directory_of(id));
}

Result<bool> FileBlobStore::is_quarantined(const Sha256& id) const {
    return state_->files.exists(state_->layout.quarantined(id));
}

bool FileBlobStore::note_damaged(const Sha256& id) const { return state_->damaged.note(id); }

void FileBlobStore::note_whole(const Sha256& id) { state_->damaged.note_whole(id); }

bool FileBlobStore::is_damaged(const Sha256& id) const { return state_->damaged.contains(id); }

std::size_t FileBlobStore::damaged() const { return state_->damaged.count(); }

std::uint64_t FileBlobStore::mended() const { return state_->damaged.mended(); }

Result<> FileBlobStore::remove(const Sha256& id) {
    for (const Path& path : {state_->layout.path_of(id), state_->layout.quarantined(id)}) {
        auto removed = state_->files.remove(path);
        if (!removed.ok() && removed.error().fault() != Fault::not_found) return removed;
    }
    state_->damaged.forget(id);
    return {};
}

Result<> FileBlobStore::lay_to_rest(const Sha256& id, Seconds now) {
    TRY(state_->trash.put(state_->layout.path_of(id), now));
    return remove(id);  // what of it is in quarantine
}

Result<bool> FileBlobStore::bring_back(const Sha256& id) {
    if (TRY(contains(id))) return false;
    return state_->trash.bring_back(state_->layout.path_of(id));
}

const Trash& FileBlobStore::trash() const { return state_->trash; }

/// The name goes first: who finds the file shorter than it should be finds that it is gone, too.
Result<> FileBlobStore::destroy(const Sha256& id) {
    const auto resting = TRY(state_->trash.list(id.hex()));
    std::vector<Path> paths = {state_->layout.path_of(id), state_->layout.quarantined(id)};
    for (const auto& file : resting) paths.push_back(file.path);
    std::vector<std::unique_ptr<File>> open;
    for (const Path& path : paths) {
        auto file = state_->files.open_to_append(path);
        if (!file.ok() && file.error().fault() == Fault::not_found) continue;
        open.push_back(TRY(std::move(file)));
    }
    TRY(remove(id));
    if (open.empty()) return {};
    for (const auto& file : resting) TRY(state_->trash.remove(file));
    for (const auto& file : open) TRY(file->truncate(0));
    TRY(state_->files.sync_directory(state_->layout.directory_of(id)));
    if (!resting.empty()) TRY(state_->files.sync_directory(state_->layout.trash()));
    state_->destroyed.fetch_add(1, std::memory_order_release);
    return {};
}

std::uint64_t FileBlobStore::destroyed() const { return state_->destroyed.load(std::memory_order_acquire); }

Result<> FileBlobStore::visit(
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

Result<std::uint64_t> FileBlobStore::free_bytes() const { return state_->files.free_bytes(state_->data_directory); }

Result<std::shared_ptr<SyncPoint>> FileBlobStore::State::present_sync_point() {
    const std::lock_guard lock(mutex);
    if (!sync_point) sync_point = TRY(files.sync_point(layout.incoming()));
    return sync_point;
}

Result<> FileBlobStore::State::sync_at_once(std::span<const BlobUpload> uploads) {
    std::set<std::shared_ptr<SyncPoint>> points;
    for (const BlobUpload& upload : uploads) points.insert(file_of(upload).begun_after);
    for (const auto& point : points) {
        auto synced = point->sync();
        if (synced.ok()) continue;
        const std::lock_guard lock(mutex);
        if (sync_point == point) sync_point.reset();  // later uploads have lost nothing
        return synced;
    }
    return {};
}

Result<> FileBlobStore::State::sync_content(std::span<const BlobUpload> uploads, bool at_once) {
    if (at_once) return sync_at_once(uploads);
    for (const BlobUpload& upload : uploads) TRY(file_of(upload).file->sync());
    return {};
}

Result<> FileBlobStore::State::link_into_place(std::span<BlobUpload> uploads, std::span<const Sha256> ids) {
    for (std::size_t i = 0; i < uploads.size(); ++i) {
        auto linked = files.link(file_of(uploads[i]).path, layout.path_of(ids[i]));
        if (!linked.ok() && linked.error().fault() != Fault::conflict) return linked;
        const bool is_there = !linked.ok();
        if (is_there) TRY(replace_damaged(uploads[i], ids[i]));
        damaged.note_whole(ids[i]);
    }
    return {};
}

Result<> FileBlobStore::State::replace_damaged(BlobUpload& upload, const Sha256& id) {
    if (TRY(has_digest(layout.path_of(id), id))) return {};
    if (!files.rename(file_of(upload).path, layout.path_of(id)).ok()) {
        // What is there is no file: it goes out of the way.
        TRY(slipway::make_directories(files, layout.quarantine()));
        TRY(files.rename(layout.path_of(id), layout.quarantined(id)));
        TRY(files.rename(file_of(upload).path, layout.path_of(id)));
    }
    file_of(upload).path.clear();  // it has no name in `incoming/` any more
    destroyed.fetch_add(1, std::memory_order_release);
    return {};
}

Result<> FileBlobStore::State::sync_names(std::span<const BlobUpload> uploads, std::span<const Sha256> ids,
                                          bool at_once) {
    if (at_once) return sync_at_once(uploads);
    std::set<Path> directories;
    for (const Sha256& id : ids) directories.insert(layout.directory_of(id));
    for (const Path& directory : directories) TRY(files.sync_directory(directory));
    return {};
}

Result<> FileBlobStore::commit(std::span<BlobUpload> uploads) {
    std::vector<Sha256> ids;
    for (const BlobUpload& upload : uploads) {
        if (file_of(upload).broken)
            return Error(Fault::io, "commit " + file_of(upload).path.string() + ": a write failed");
        ids.push_back(upload.digest());
    }
    const bool at_once = uploads.size() >= many_uploads ||
                         std::ranges::any_of(uploads, [](const BlobUpload& upload) { return !file_of(upload).hasher; });
    TRY(state_->sync_content(uploads, at_once));
    TRY(state_->link_into_place(uploads, ids));
    TRY(state_->sync_names(uploads, ids, at_once));
    for (BlobUpload& upload : uploads) file_of(upload).remove_incoming_name();
    return {};
}

}  // namespace slipway::storage
