// Append-only packs of index segments (docs/storage.md, "Life of a segment").
//
// Where a segment stands is known to the catalog alone, and it learns of an extent only after `sync` succeeded. So
// bytes behind the last synced extent are garbage, and every doubtful pack is simply left behind: a start, a failed
// write and a failed sync all begin a new pack with the next append. A failed fsync in particular must not be
// repeated on the same file: the kernel may have dropped the pages, and the second call would succeed without them.

#include "storage/segments/segment_store.hpp"

#include "storage/files/durable.hpp"

#include <algorithm>
#include <charconv>
#include <fcntl.h>
#include <map>
#include <mutex>
#include <string_view>
#include <utility>

namespace slipway::storage {
namespace {

constexpr std::string_view suffix = ".pack";

/// "00017.pack"; more digits when five are not enough.
std::string pack_name(std::uint32_t number) {
    std::string digits = std::to_string(number);
    if (digits.size() < 5) digits.insert(0, 5 - digits.size(), '0');
    return digits.append(suffix);
}

/// The inverse of `pack_name`; nothing for any other name.
std::optional<std::uint32_t> parse_pack_name(std::string_view name) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error != std::errc() || end == name.data() || pack_name(number) != name) return std::nullopt;
    return number;
}

}  // namespace

struct SegmentStore::State {
    State(FileSystem& file_system, const Path& data_directory, std::uint64_t bound)
        : files(file_system), directory(data_directory / "segments"), pack_size(bound) {}

    Path path_of(std::uint32_t pack) const { return directory / pack_name(pack); }
    Result<std::vector<std::uint32_t>> numbers() const;
    Result<> make_room_for(std::uint64_t length);
    Result<> append_piece(const std::string& piece);
    Result<> sync_all();
    void leave_pack();

    FileSystem& files;
    const Path directory;
    const std::uint64_t pack_size;

    // Of the one thread that appends.
    std::unique_ptr<File> tail;  // the pack being written; none until the first append
    std::uint64_t tail_size = 0;
    std::vector<std::unique_ptr<File>> unsynced;  // packs left since the last sync
    bool directory_unsynced = false;

    mutable std::mutex lock;    // guards the two below; held while a pack is opened, never while bytes move
    std::uint32_t current = 1;  // the number of `tail`, or the one it will get
    /// Of packs that somebody uses: descriptors are bounded by what is served, not by what was ever read.
    mutable std::map<std::uint32_t, std::weak_ptr<const File>> open_packs;
};

Result<std::vector<std::uint32_t>> SegmentStore::State::numbers() const {
    std::vector<std::uint32_t> found;
    for (const std::string& name : TRY(files.list(directory)))
        if (const auto number = parse_pack_name(name)) found.push_back(*number);
    std::sort(found.begin(), found.end());
    return found;
}

/// Leaves the current pack for good: the next append begins another.
void SegmentStore::State::leave_pack() {
    if (!tail) return;
    unsynced.push_back(std::move(tail));
    tail_size = 0;
    const std::lock_guard guard(lock);
    ++current;
}

Result<> SegmentStore::State::make_room_for(std::uint64_t length) {
    if (tail && tail_size > 0 && tail_size + length > pack_size) leave_pack();
    if (tail) return {};
    tail = TRY(files.create(path_of(current), private_file_mode));
    directory_unsynced = true;
    return {};
}

Result<> SegmentStore::State::append_piece(const std::string& piece) {
    TRY(make_room_for(piece.size()));
    auto appended = tail->append(piece);
    if (!appended.ok()) {
        leave_pack();
        return appended;
    }
    tail_size += piece.size();
    return {};
}

Path SegmentStore::path_of(const Path& data_directory, std::uint32_t pack) {
    return data_directory / "segments" / pack_name(pack);
}

SegmentStore::SegmentStore(std::unique_ptr<State> state) : state_(std::move(state)) {}
SegmentStore::~SegmentStore() = default;

Result<std::unique_ptr<SegmentStore>> SegmentStore::open(FileSystem& files, const Path& data_directory,
                                                         std::uint64_t pack_size) {
    auto state = std::make_unique<State>(files, data_directory, pack_size);
    TRY(make_directories(files, state->directory));
    const auto numbers = TRY(state->numbers());
    if (!numbers.empty()) state->current = numbers.back() + 1;
    return std::unique_ptr<SegmentStore>(new SegmentStore(std::move(state)));
}

Result<std::vector<Extent>> SegmentStore::append(std::span<const std::string> pieces) {
    std::vector<Extent> extents;
    extents.reserve(pieces.size());
    for (const std::string& piece : pieces) {
        TRY(state_->append_piece(piece));
        extents.push_back(
            {.pack = state_->current, .offset = state_->tail_size - piece.size(), .length = piece.size()});
    }
    return extents;
}

Result<> SegmentStore::State::sync_all() {
    for (const auto& file : unsynced) TRY(file->sync());
    if (tail) TRY(tail->sync());
    if (directory_unsynced) TRY(files.sync_directory(directory));
    return {};
}

Result<> SegmentStore::sync() {
    auto synced = state_->sync_all();
    if (!synced.ok()) state_->leave_pack();
    state_->unsynced.clear();
    if (synced.ok()) state_->directory_unsynced = false;
    return synced;
}

Result<std::string> SegmentStore::read(const Extent& extent) const {
    std::string bytes(static_cast<std::size_t>(extent.length), '\0');
    TRY(visit(extent, bytes, [](ByteView) {}));
    return bytes;
}

void SegmentStore::prefetch(std::span<const Extent> extents) const {
    for (const Extent& extent : extents) {
        const auto pack = open_pack(extent.pack);
        if (!pack.ok() || (*pack)->descriptor() < 0) continue;  // whoever reads it then meets and reports it
        ::posix_fadvise((*pack)->descriptor(), static_cast<off_t>(extent.offset), static_cast<off_t>(extent.length),
                        POSIX_FADV_WILLNEED);
    }
}

Result<> SegmentStore::visit(const Extent& extent, std::span<char> buffer,
                             const std::function<void(ByteView)>& visitor) const {
    const auto pack = TRY(open_pack(extent.pack));
    for (std::uint64_t done = 0; done < extent.length;) {
        const auto piece = buffer.first(std::min<std::uint64_t>(buffer.size(), extent.length - done));
        const std::size_t got = TRY(pack->read_into(extent.offset + done, piece));
        if (got < piece.size())
            return Error(Fault::corrupt, state_->path_of(extent.pack).string() + " ends before " +
                                             std::to_string(extent.offset) + "+" + std::to_string(extent.length));
        visitor(ByteView(piece.data(), got));
        done += got;
    }
    return {};
}

Result<std::shared_ptr<const File>> SegmentStore::open_pack(std::uint32_t pack) const {
    const std::lock_guard guard(state_->lock);
    if (auto open = state_->open_packs[pack].lock()) return open;
    std::shared_ptr<const File> file = TRY(state_->files.open_to_read(state_->path_of(pack)));
    state_->open_packs[pack] = file;
    return file;
}

Result<std::vector<SegmentStore::Pack>> SegmentStore::packs() const {
    const auto now = std::chrono::system_clock::now();
    std::vector<Pack> packs;
    for (const std::uint32_t number : TRY(state_->numbers())) {
        const auto status = state_->files.status(state_->path_of(number));
        if (!status.ok() && status.error().fault() == Fault::not_found) continue;  // removed meanwhile
        if (!status.ok()) return status.error();
        const auto age = std::chrono::duration_cast<std::chrono::seconds>(now - status->changed_at);
        packs.push_back({.number = number, .size = status->size, .age = age});
    }
    return packs;
}

Result<> SegmentStore::remove_pack(std::uint32_t pack) {
    const std::lock_guard guard(state_->lock);
    if (pack >= state_->current) return Error(Fault::conflict, "pack " + std::to_string(pack) + " is being written");
    state_->open_packs.erase(pack);
    return state_->files.remove(state_->path_of(pack));
}

std::uint32_t SegmentStore::current_pack() const {
    const std::lock_guard guard(state_->lock);
    return state_->current;
}

}  // namespace slipway::storage
