// The verbs of the store, a few file operations each. How a batch becomes durable stands in file_blob_store_state.cpp.
#include "storage/blobs/file_blob_store.hpp"

#include "base/files/durable.hpp"
#include "storage/blobs/file_blob_store_state.hpp"
#include "storage/blobs/file_blob_upload.hpp"

#include <utility>

namespace slipway::storage {
namespace {

/// What is not there holds no blobs.
Result<std::vector<std::string>> list_if_present(FileSystem& files, const Path& directory) {
    auto names = files.list(directory);
    if (!names.ok() && names.error().fault() == Fault::not_found) return std::vector<std::string>();
    return names;
}

Result<std::shared_ptr<const ByteSource>> as_source(Result<std::unique_ptr<File>> file) {
    return std::shared_ptr<const ByteSource>(TRY(std::move(file)));
}

}  // namespace

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

Result<bool> FileBlobStore::contains(const Sha256& id) const {
    return state_->files.exists(state_->layout.path_of(id));
}

Result<BlobStatus> FileBlobStore::status(const Sha256& id) const {
    const auto status = TRY(state_->files.status(state_->layout.path_of(id)));
    return BlobStatus{status.size, std::chrono::floor<std::chrono::seconds>(status.modified_at)};
}

Result<std::shared_ptr<const ByteSource>> FileBlobStore::open_blob(const Sha256& id) const {
    if (state_->damaged.is_held(id))
        return Error(Fault::corrupt, "package file " + id.hex() + " is damaged and could not be moved aside");
    return open_to_check(id);
}

Result<std::shared_ptr<const ByteSource>> FileBlobStore::open_to_check(const Sha256& id) const {
    return as_source(state_->files.open_to_read(state_->layout.path_of(id)));
}

Result<std::shared_ptr<const ByteSource>> FileBlobStore::open_remains(const Sha256& id) const {
    auto stored = open_to_check(id);
    if (stored.ok() || stored.error().fault() != Fault::not_found) return stored;
    return as_source(state_->files.open_to_read(state_->layout.quarantined(id)));
}

Result<bool> FileBlobStore::is_whole(const Sha256& id) const {
    return state_->has_digest(state_->layout.path_of(id), id);
}

Result<> FileBlobStore::quarantine(const Sha256& id) {
    mark_damaged(id);
    const Path aside = state_->layout.quarantined(id);
    auto moved = make_directories(state_->files, state_->layout.quarantine());
    if (moved.ok()) moved = state_->files.rename(state_->layout.path_of(id), aside);
    const bool is_in_place = !moved.ok() && moved.error().fault() != Fault::not_found;
    if (is_in_place) state_->damaged.hold(id);
    state_->destroyed.fetch_add(1, std::memory_order_release);
    if (is_in_place) return moved;
    if (!moved.ok()) return {};
    // An upload of the same bytes may have mended it since it was found damaged.
    const auto whole = state_->has_digest(aside, id);
    if (!whole.ok() || *whole) {
        auto back = state_->files.link(aside, state_->layout.path_of(id));
        if (!back.ok() && back.error().fault() != Fault::conflict) return back;
        TRY(state_->files.remove(aside));
    }
    if (!whole.ok()) return whole.error();  // not known now: it is where it was
    if (*whole) state_->damaged.mark_whole(id);
    TRY(state_->files.sync_directory(state_->layout.quarantine()));
    return state_->files.sync_directory(state_->layout.directory_of(id));
}

Result<bool> FileBlobStore::is_quarantined(const Sha256& id) const {
    return state_->files.exists(state_->layout.quarantined(id));
}

bool FileBlobStore::mark_damaged(const Sha256& id) const { return state_->damaged.mark(id); }

void FileBlobStore::mark_whole(const Sha256& id) { state_->damaged.mark_whole(id); }

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

Result<> FileBlobStore::move_to_trash(const Sha256& id, Seconds now) {
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

Result<> FileBlobStore::commit(std::span<BlobUpload> uploads) { return state_->commit(uploads); }

}  // namespace slipway::storage
