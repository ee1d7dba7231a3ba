#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "storage/files/file_system.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace slipway::storage {

/// Where bytes stand in the packs: `segments/{pack:05}.pack`, `[offset, offset + length)`.
struct Extent {
    std::uint32_t pack = 0;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;

    bool operator==(const Extent&) const = default;
};

/// Append-only pack files that hold index segments. Which segment is where stands in the catalog
/// (catalog/segments.hpp); this class knows bytes only. `append` and `sync` by one thread at a time; `open_pack` and
/// `read` from any thread.
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

    /// Faults: not_found (no such pack), corrupt (the pack ends before the extent does), io.
    Result<std::string> read(const Extent& extent) const;
    /// Lets the kernel begin to read what of these extents is not in memory. A hint: nothing can fail, nobody waits.
    void prefetch(std::span<const Extent> extents) const;
    /// Gives `visitor` the extent's bytes in order, piece by piece as `buffer` holds them. Faults: as `read`.
    Result<> visit(const Extent& extent, std::span<char> buffer, const std::function<void(ByteView)>& visitor) const;
    /// The pack's file, kept open while the result lives; for sendfile.
    Result<std::shared_ptr<const File>> open_pack(std::uint32_t pack) const;

    /// Where a pack is, for backup; the only builder of such paths.
    static Path path_of(const Path& data_directory, std::uint32_t pack);
    /// All packs by number, for gc, fsck and backup.
    struct Pack {
        std::uint32_t number = 0;
        std::uint64_t size = 0;
        std::chrono::seconds age{};  // since its last change
    };
    Result<std::vector<Pack>> packs() const;
    /// Removes a pack nothing refers to. Faults: conflict (it is the one being written), not_found, io.
    Result<> remove_pack(std::uint32_t pack);
    /// The pack `append` writes to next, so gc leaves it alone.
    std::uint32_t current_pack() const;

private:
    struct State;
    explicit SegmentStore(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace slipway::storage
