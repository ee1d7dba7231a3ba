#pragma once

#include "base/byte_source.hpp"
#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "storage/gc/trash.hpp"
#include "storage/segments/extent.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace slipway::storage {

/// Stores index segments in packs, which only ever grow at their end. The catalog knows where each segment is
/// (catalog/segments.hpp); a store knows bytes only. One thread at a time may call `append` and `sync`, any thread
/// everything else. tests/contracts/segment_store_contract.hpp tests what every implementation does.
///
/// Every read verifies the checksum. Bytes that fail, or cannot be read, are *damaged*: `find` returns nothing for them
/// until the same bytes are somewhere else (`move`). The observer is called once for each.
class SegmentStore {
public:
    SegmentStore() = default;
    SegmentStore(const SegmentStore&) = delete;
    SegmentStore& operator=(const SegmentStore&) = delete;
    virtual ~SegmentStore() = default;

    /// Writes the pieces one after another; each is whole in one pack. They are not durable before `sync`. Blocks.
    /// Faults: storage_full, io; afterwards the tail of the pack is unreferenced garbage.
    virtual Result<std::vector<Extent>> append(std::span<const std::string> pieces) = 0;
    /// Makes all appended bytes survive a power cut. After a fault the extents returned since the last success are
    /// lost: their bytes must be appended again. Blocks. Faults: storage_full, io.
    virtual Result<> sync() = 0;

    /// Blocks. Faults: corrupt (the bytes are not what was written, or cannot be read), busy (no descriptor or memory
    /// is left to read them; they may be whole).
    Result<std::string> read(const Extent& extent) const;
    /// Reads without verifying the checksum, for extents that are older than checksums. Faults: not_found, corrupt (the
    /// pack ends before the extent does), io.
    virtual Result<std::string> read_unchecked(const Extent& extent) const = 0;
    /// Announces that these extents will be read soon. This is a hint: it cannot fail, nobody waits, and a store may
    /// ignore it.
    virtual void prefetch(std::span<const Extent> extents) const = 0;
    /// Calls `visitor` with the extent's bytes in order, in pieces that fit `buffer`. After a fault the pieces that the
    /// visitor has seen must not be used. Blocks. Faults: as `read`.
    virtual Result<> visit(const Extent& extent, std::span<char> buffer,
                           const std::function<void(ByteView)>& visitor) const = 0;
    /// Returns the bytes of an extent to serve: a slice of its pack, which stays open while the result lives. Checks
    /// the pack's size, not the bytes. Blocks. Faults: corrupt (damaged), busy.
    virtual Result<Slice> open(const Extent& extent) const = 0;

    /// Returns where the bytes are now, or nothing while they are damaged.
    virtual std::optional<Extent> find(const Extent& extent) const = 0;
    /// Returns whether any bytes were damaged or moved since the start. If not, `find` need not be called.
    virtual bool any_damage() const = 0;
    /// Says that the bytes of a damaged extent were written again: `from` means `to` from now on.
    virtual void move(const Extent& from, const Extent& to) = 0;
    /// Says that nobody needs the bytes of a damaged extent any more: it stays damaged and is not counted.
    virtual void write_off(const Extent& extent) = 0;
    /// Returns how many extents are damaged now.
    virtual std::size_t damaged() const = 0;
    /// Calls `observer` for every extent that turns out to be damaged, on the thread that finds it. Must be called
    /// before threads read; an empty observer ends the observation.
    virtual void observe_damage(std::function<void(const Extent&)> observer) = 0;

    /// Says that the catalog knows of packs up to this one, even if they are missing, so that no new pack gets these
    /// numbers. Must be called before the first `append`.
    virtual void begin_behind(std::uint32_t pack) = 0;

    /// Gives new packs the numbers that `next` returns, which is told a number to go beyond: for several processes that
    /// write packs into one place. A place of one process numbers them by itself. Must be called before the first
    /// `append`.
    using NextPack = std::function<Result<std::uint32_t>(std::uint32_t behind)>;
    virtual void number_packs_by(NextPack /*next*/) {}

    /// Returns all packs by number, for gc, fsck and backup. Blocks. Faults: io.
    struct Pack {
        std::uint32_t number = 0;
        std::uint64_t size = 0;
        std::chrono::seconds age{};  // since its last change
    };
    virtual Result<std::vector<Pack>> packs() const = 0;
    /// Moves a pack that nothing refers to to the trash. Blocks. Faults: conflict (it is the one being written), io.
    virtual Result<> move_pack_to_trash(std::uint32_t pack, Seconds now) = 0;
    /// Puts a pack back from the trash if the store lacks it. Returns whether the trash had it. Blocks. Faults: io.
    virtual Result<bool> bring_back(std::uint32_t pack) = 0;
    /// The packs that are in the trash.
    virtual const Trash& trash() const = 0;
    /// Returns the pack that `append` writes to next. Garbage collection leaves it alone.
    virtual std::uint32_t current_pack() const = 0;
};

}  // namespace slipway::storage
