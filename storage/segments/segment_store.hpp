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

/// Packs of index segments, which only ever grow by their end. Which segment is where stands in the catalog
/// (catalog/publications.hpp); a store knows bytes only. `append` and `sync` by one thread at a time; everything else
/// from any thread. What every implementation does is tested by tests/contracts/segment_store_contract.hpp.
///
/// Whatever is read is checked against its checksum. Bytes that fail, or cannot be read, are *damaged*: from then on
/// `find` says so, until the same bytes stand somewhere else (`move`). The observer hears of each once.
class SegmentStore {
public:
    SegmentStore() = default;
    SegmentStore(const SegmentStore&) = delete;
    SegmentStore& operator=(const SegmentStore&) = delete;
    virtual ~SegmentStore() = default;

    /// Writes the pieces one after another; each is whole in one pack. Not durable before `sync`. Blocks.
    /// Faults: storage_full, io; afterwards the tail of the pack is unreferenced garbage.
    virtual Result<std::vector<Extent>> append(std::span<const std::string> pieces) = 0;
    /// Makes all appended bytes survive a power cut. When it fails, the extents given since the last success are lost:
    /// their bytes must be appended again. Blocks. Faults: storage_full, io.
    virtual Result<> sync() = 0;

    /// Blocks. Faults: corrupt (the bytes are not what was written, or cannot be read), busy (there is no room to look
    /// at them now: nothing is known).
    Result<std::string> read(const Extent& extent) const;
    /// The same without looking at the checksum, for extents of before there were checksums. Faults: not_found, corrupt
    /// (the pack ends before the extent does), io.
    virtual Result<std::string> read_unchecked(const Extent& extent) const = 0;
    /// Says that these extents will be read soon. A hint: nothing can fail, nobody waits, and a store may do nothing.
    virtual void prefetch(std::span<const Extent> extents) const = 0;
    /// Gives `visitor` the extent's bytes in order, piece by piece as `buffer` holds them; a fault may come behind
    /// pieces that the visitor has seen, which then count for nothing. Blocks. Faults: as `read`.
    virtual Result<> visit(const Extent& extent, std::span<char> buffer,
                           const std::function<void(ByteView)>& visitor) const = 0;
    /// The bytes of an extent as they are served: a part of its pack, which stays open while the result lives. Looks at
    /// the pack's size, not at the bytes. Blocks. Faults: corrupt (damaged), busy.
    virtual Result<Slice> open(const Extent& extent) const = 0;

    /// Where the bytes stand now; nothing while they are damaged.
    virtual std::optional<Extent> find(const Extent& extent) const = 0;
    /// Whether any bytes are damaged or were moved since the start: `find` need not be asked otherwise.
    virtual bool any_damage() const = 0;
    /// The bytes of a damaged extent, written again: whoever names the old place gets the new one.
    virtual void move(const Extent& from, const Extent& to) = 0;
    /// Nobody needs the bytes of a damaged extent any more: it stays damaged and is not counted.
    virtual void write_off(const Extent& extent) = 0;
    /// How many extents are damaged now.
    virtual std::size_t damaged() const = 0;
    /// Is told of every extent that turns out to be damaged, on whatever thread finds it. To be set before threads
    /// read; nothing: nobody is told any more.
    virtual void observe_damage(std::function<void(const Extent&)> observer) = 0;

    /// No pack up to this one is written to: the catalog knows of it, even if its bytes are gone. To be called before
    /// the first `append`.
    virtual void begin_behind(std::uint32_t pack) = 0;

    /// All packs by number, for gc, fsck and backup. Blocks. Faults: io.
    struct Pack {
        std::uint32_t number = 0;
        std::uint64_t size = 0;
        std::chrono::seconds age{};  // since its last change
    };
    virtual Result<std::vector<Pack>> packs() const = 0;
    /// Takes a pack that nothing refers to out of the store: its bytes rest in the trash. Blocks. Faults: conflict (it
    /// is the one being written), io.
    virtual Result<> lay_pack_to_rest(std::uint32_t pack, Seconds now) = 0;
    /// Puts a pack back that rests and is missing. Whether one rested. Blocks. Faults: io.
    virtual Result<bool> bring_back(std::uint32_t pack) = 0;
    /// The packs that rest.
    virtual const Trash& trash() const = 0;
    /// The pack `append` writes to next, so gc leaves it alone.
    virtual std::uint32_t current_pack() const = 0;
};

}  // namespace slipway::storage
