// Append-only packs of index segments (docs/storage.md, "Life of a segment").
//
// Where a segment stands is known to the catalog alone, and it learns of an extent only after `sync` succeeded. So
// bytes behind the last synced extent are garbage, and every doubtful pack is simply left behind: a start, a failed
// write and a failed sync all begin a new pack with the next append. A failed fsync in particular must not be
// repeated on the same file: the kernel may have dropped the pages, and the second call would succeed without them.

#include "storage/segments/file_segment_store.hpp"

#include "base/files/durable.hpp"
#include "storage/segments/checked_reading.hpp"
#include "storage/segments/damaged_extents.hpp"
#include "storage/segments/pack_layout.hpp"

#include <algorithm>
#include <fcntl.h>
#include <map>
#include <mutex>
#include <utility>

namespace slipway::storage {
struct FileSegmentStore::State {
    State(FileSystem& file_system, const Path& data_directory, std::uint64_t bound)
        : files(file_system), layout(data_directory), pack_size(bound), trash(file_system, layout.trash()) {}

    Result<std::vector<std::uint32_t>> numbers() const;
    Result<> make_room_for(std::uint64_t length);
    Result<> append_piece(const std::string& piece);
    Result<> write_piece(const std::string& piece);
    Result<> sync_all();
    void leave_pack();
    Error naming(std::uint32_t pack, const Error& error) const;

    FileSystem& files;
    const PackLayout layout;
    const std::uint64_t pack_size;
    const FileTrash trash;

    // Only the thread that appends uses these.
    std::unique_ptr<File> tail;  // the pack being written; none until the first append
    std::uint64_t tail_size = 0;
    std::vector<std::unique_ptr<File>> unsynced;  // packs left since the last sync
    bool directory_unsynced = false;
    bool appending = false;

    mutable std::mutex lock;    // guards the two below; held while a pack is opened, never while bytes move
    std::uint32_t current = 1;  // the number of `tail`, or the one it will get
    /// The packs that are open now: what is being served bounds the descriptors, not what was ever read.
    mutable std::map<std::uint32_t, std::weak_ptr<const File>> open_packs;

    DamagedExtents damage;
};

Result<std::vector<std::uint32_t>> FileSegmentStore::State::numbers() const {
    std::vector<std::uint32_t> found;
    for (const std::string& name : TRY(files.list(layout.directory())))
        if (const auto number = PackLayout::parse_name(name)) found.push_back(*number);
    std::sort(found.begin(), found.end());
    return found;
}

/// Leaves the current pack for good: the next append begins another.
void FileSegmentStore::State::leave_pack() {
    if (!tail) return;
    unsynced.push_back(std::move(tail));
    tail_size = 0;
    const std::lock_guard guard(lock);
    ++current;
}

Result<> FileSegmentStore::State::make_room_for(std::uint64_t length) {
    if (tail && tail_size > 0 && tail_size + length > pack_size) leave_pack();
    if (tail) return {};
    tail = TRY(files.create(layout.path_of(current), private_file_mode));
    directory_unsynced = true;
    return {};
}

/// How far an append came that an exception ended is not known: the next one leaves its pack.
Result<> FileSegmentStore::State::append_piece(const std::string& piece) {
    if (std::exchange(appending, true)) leave_pack();
    auto written = write_piece(piece);
    appending = false;
    return written;
}

Result<> FileSegmentStore::State::write_piece(const std::string& piece) {
    TRY(make_room_for(piece.size()));
    auto appended = tail->append(piece);
    if (!appended.ok()) {
        leave_pack();
        return appended;
    }
    tail_size += piece.size();
    return {};
}

FileSegmentStore::FileSegmentStore(std::unique_ptr<State> state) : state_(std::move(state)) {}
FileSegmentStore::~FileSegmentStore() = default;

Result<std::unique_ptr<FileSegmentStore>> FileSegmentStore::open(FileSystem& files, const Path& data_directory,
                                                                 std::uint64_t pack_size) {
    auto state = std::make_unique<State>(files, data_directory, pack_size);
    TRY(make_directories(files, state->layout.directory()));
    const auto numbers = TRY(state->numbers());
    if (!numbers.empty()) state->current = numbers.back() + 1;
    return std::unique_ptr<FileSegmentStore>(new FileSegmentStore(std::move(state)));
}

Result<std::vector<Extent>> FileSegmentStore::append(std::span<const std::string> pieces) {
    std::vector<Extent> extents;
    extents.reserve(pieces.size());
    for (const std::string& piece : pieces) {
        TRY(state_->append_piece(piece));
        extents.push_back({.pack = state_->current,
                           .offset = state_->tail_size - piece.size(),
                           .length = piece.size(),
                           .checksum = checksum_of(piece)});
    }
    return extents;
}

Result<> FileSegmentStore::State::sync_all() {
    for (const auto& file : unsynced) TRY(file->sync());
    if (tail) TRY(tail->sync());
    if (directory_unsynced) TRY(files.sync_directory(layout.directory()));
    return {};
}

Result<> FileSegmentStore::sync() {
    auto synced = state_->sync_all();
    if (!synced.ok()) state_->leave_pack();
    state_->unsynced.clear();
    if (synced.ok()) state_->directory_unsynced = false;
    return synced;
}

/// What is wrong with the bytes of a pack says in which; what the disk says does already.
Error FileSegmentStore::State::naming(std::uint32_t pack, const Error& error) const {
    if (error.fault() != Fault::corrupt) return error;
    return Error(Fault::corrupt, layout.path_of(pack).string() + " " + error.message());
}

Result<std::string> FileSegmentStore::read_unchecked(const Extent& extent) const {
    const auto pack = TRY(open_pack(extent.pack));
    auto bytes = storage::read_unchecked(pack, extent);
    if (!bytes.ok()) return state_->naming(extent.pack, bytes.error());
    return bytes;
}

void FileSegmentStore::prefetch(std::span<const Extent> extents) const {
    for (const Extent& extent : extents) {
        const auto place = find(extent);
        if (!place) continue;
        const auto pack = open_pack(place->pack);
        if (!pack.ok() || (*pack)->descriptor() < 0) continue;  // whoever reads it then meets and reports it
        ::posix_fadvise((*pack)->descriptor(), static_cast<off_t>(place->offset), static_cast<off_t>(place->length),
                        POSIX_FADV_WILLNEED);
    }
}

Result<> FileSegmentStore::visit(const Extent& extent, std::span<char> buffer,
                                 const std::function<void(ByteView)>& visitor) const {
    const auto place = find(extent);
    if (!place) return Error(Fault::corrupt, "the segment at " + describe(extent) + " is damaged");
    const auto read = [&]() -> Result<> {
        const auto pack = TRY(open_pack(place->pack));
        return read_checked(*pack, *place, buffer, visitor);
    };
    auto checked = read();
    return checked.ok() ? checked : failed_to_read(extent, *place, checked.error());
}

Result<Slice> FileSegmentStore::open(const Extent& extent) const {
    const auto place = find(extent);
    if (!place) return Error(Fault::corrupt, "the segment at " + describe(extent) + " is damaged");
    const auto open = [&]() -> Result<Slice> {
        const auto pack = TRY(open_pack(place->pack));
        return slice_of(pack, *place);
    };
    auto slice = open();
    return slice.ok() ? std::move(slice) : failed_to_read(extent, *place, slice.error());
}

/// Bytes that could not be read for want of a descriptor may be whole: nothing is known of them.
Error FileSegmentStore::failed_to_read(const Extent& extent, const Extent& place, const Error& error) const {
    if (error.fault() == Fault::busy) return error;
    state_->damage.mark(extent, place);
    return Error(Fault::corrupt, state_->naming(place.pack, error).message());
}

std::optional<Extent> FileSegmentStore::find(const Extent& extent) const { return state_->damage.find(extent); }

bool FileSegmentStore::any_damage() const { return state_->damage.any(); }

void FileSegmentStore::move(const Extent& from, const Extent& to) { state_->damage.move(from, to); }

void FileSegmentStore::write_off(const Extent& extent) { state_->damage.write_off(extent); }

std::size_t FileSegmentStore::damaged() const { return state_->damage.count(); }

void FileSegmentStore::observe_damage(std::function<void(const Extent&)> observer) {
    state_->damage.observe(std::move(observer));
}

void FileSegmentStore::begin_behind(std::uint32_t pack) {
    const std::lock_guard guard(state_->lock);
    state_->current = std::max(state_->current, pack + 1);
}

Result<std::shared_ptr<const File>> FileSegmentStore::open_pack(std::uint32_t pack) const {
    const std::lock_guard guard(state_->lock);
    if (auto open = state_->open_packs[pack].lock()) return open;
    std::shared_ptr<const File> file = TRY(state_->files.open_to_read(state_->layout.path_of(pack)));
    state_->open_packs[pack] = file;
    return file;
}

Result<std::vector<FileSegmentStore::Pack>> FileSegmentStore::packs() const {
    const auto now = std::chrono::system_clock::now();
    std::vector<Pack> packs;
    for (const std::uint32_t number : TRY(state_->numbers())) {
        const auto status = state_->files.status(state_->layout.path_of(number));
        if (!status.ok() && status.error().fault() == Fault::not_found) continue;  // removed meanwhile
        if (!status.ok()) return status.error();
        const auto age = std::chrono::duration_cast<std::chrono::seconds>(now - status->changed_at);
        packs.push_back({.number = number, .size = status->size, .age = age});
    }
    return packs;
}

Result<> FileSegmentStore::move_pack_to_trash(std::uint32_t pack, Seconds now) {
    const std::lock_guard guard(state_->lock);
    if (pack >= state_->current) return Error(Fault::conflict, "pack " + std::to_string(pack) + " is being written");
    state_->open_packs.erase(pack);
    return state_->trash.put(state_->layout.path_of(pack), now);
}

Result<bool> FileSegmentStore::bring_back(std::uint32_t pack) {
    const Path path = state_->layout.path_of(pack);
    if (TRY(state_->files.exists(path))) return false;
    const bool rested = TRY(state_->trash.bring_back(path));
    if (rested) state_->damage.forget(pack);  // what could not be read while the pack was away
    return rested;
}

const Trash& FileSegmentStore::trash() const { return state_->trash; }

std::uint32_t FileSegmentStore::current_pack() const {
    const std::lock_guard guard(state_->lock);
    return state_->current;
}

}  // namespace slipway::storage
