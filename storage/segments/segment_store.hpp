#pragma once

#include "base/bytes.hpp"
#include "base/files/file_system.hpp"
#include "base/result.hpp"
#include "storage/gc/trash.hpp"
#include "storage/segments/extent.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace slipway::storage {

/// Append-only pack files that hold index segments. Which segment is where stands in the catalog
/// (catalog/publications.hpp); this class knows bytes only. `append` and `sync` by one thread at a time; everything
/// else from any thread.
///
/// Whatever is read is checked against its checksum. Bytes that fail, or cannot be read, are *damaged*: from then on
/// `find` says so, until the same bytes stand somewhere else (`move`). The observer hears of each once.
class SegmentStore {
public:
    /// Packs are closed at `pack_size`; a new pack is begun at every start so that a torn tail is never appended to.
    static Result<std::unique_ptr<SegmentStore>> open(FileSystem& files, const Path& data_directory,
                                                      std::uint64_t pack_size = 256u << 20);
    ~SegmentStore();

    /// Writes the pieces one after another; each is whole in one pack. Not durable before `sync`.
    /// Faults: storage_full, io; afterwards the tail of the pack is unreferenced garbage.
    Result<std::vector<Extent>> append(std::span<const std::string> pieces);
    /// Makes all appended bytes survive a power cut; a new pack's directory entry too. When it fails, the extents given
    /// since the last success are lost: their bytes must be appended again. Faults: storage_full, io.
    Result<> sync();

    /// Faults: corrupt (the bytes are not what was written, or cannot be read), busy (no descriptor or memory is left
    /// to look at them: nothing is known).
    Result<std::string> read(const Extent& extent) const;
    /// The same without looking at the checksum, for extents of before there were checksums. Faults: not_found, corrupt
    /// (the pack ends before the extent does), io.
    Result<std::string> read_unchecked(const Extent& extent) const;
    /// Lets the kernel begin to read what of these extents is not in memory. A hint: nothing can fail, nobody waits.
    void prefetch(std::span<const Extent> extents) const;
    /// Gives `visitor` the extent's bytes in order, piece by piece as `buffer` holds them; a fault may come behind
    /// pieces that the visitor has seen, which then count for nothing. Faults: as `read`.
    Result<> visit(const Extent& extent, std::span<char> buffer, const std::function<void(ByteView)>& visitor) const;
    /// An extent as sendfile wants it: where its bytes stand now, and the pack, kept open while the result lives. Looks
    /// at the pack's size, not at the bytes. Faults: corrupt (damaged), busy.
    struct Slice {
        Extent extent;
        std::shared_ptr<const File> pack;
    };
    Result<Slice> open(const Extent& extent) const;

    /// Where the bytes stand now; nothing while they are damaged.
    std::optional<Extent> find(const Extent& extent) const;
    /// Whether any bytes are damaged or were moved since the start: `find` need not be asked otherwise.
    bool any_damage() const;
    /// The bytes of a damaged extent, written again: whoever names the old place gets the new one.
    void move(const Extent& from, const Extent& to);
    /// Nobody needs the bytes of a damaged extent any more: it stays damaged and is not counted.
    void write_off(const Extent& extent);
    /// How many extents are damaged now.
    std::size_t damaged() const;
    /// Is told of every extent that turns out to be damaged, on whatever thread finds it. To be set before threads
    /// read; nothing: nobody is told any more.
    void observe_damage(std::function<void(const Extent&)> observer);

    /// No pack up to this one is written to: the catalog knows of it, even if its file is gone.
    void begin_behind(std::uint32_t pack);

    /// Where a pack is, for backup.
    static Path path_of(const Path& data_directory, std::uint32_t pack);
    /// All packs by number, for gc, fsck and backup.
    struct Pack {
        std::uint32_t number = 0;
        std::uint64_t size = 0;
        std::chrono::seconds age{};  // since its last change
    };
    Result<std::vector<Pack>> packs() const;
    /// Takes a pack that nothing refers to out of the store: its bytes rest in the trash. Faults: conflict (it is the
    /// one being written), io.
    Result<> lay_pack_to_rest(std::uint32_t pack, Seconds now);
    /// Puts a pack back that rests and is missing. Whether one rested.
    Result<bool> bring_back(std::uint32_t pack);
    /// The packs that rest.
    const Trash& trash() const;
    /// The pack `append` writes to next, so gc leaves it alone.
    std::uint32_t current_pack() const;

private:
    struct State;
    Result<std::shared_ptr<const File>> open_pack(std::uint32_t pack) const;
    Error failed_to_read(const Extent& extent, const Extent& place, const Error& error) const;
    Result<> read_checked(const Extent& extent, std::span<char> buffer,
                          const std::function<void(ByteView)>& visitor) const;
    explicit SegmentStore(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace slipway::storage
