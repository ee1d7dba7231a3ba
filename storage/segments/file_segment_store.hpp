#pragma once

#include "base/files/file_system.hpp"
#include "storage/segments/segment_store.hpp"

#include <memory>

namespace slipway::storage {

/// Stores packs as files that only grow, below `segments/` (pack_layout.hpp). What it opens has a descriptor.
class FileSegmentStore final : public SegmentStore {
public:
    /// Closes a pack at `pack_size`. Every start begins a new pack, so that a torn tail is never appended to. Makes the
    /// directory. Blocks. Faults: storage_full, io.
    static Result<std::unique_ptr<FileSegmentStore>> open(FileSystem& files, const Path& data_directory,
                                                          std::uint64_t pack_size = 256u << 20);
    ~FileSegmentStore() override;

    Result<std::vector<Extent>> append(std::span<const std::string> pieces) override;
    /// Also makes the directory entry of a new pack durable.
    Result<> sync() override;

    Result<std::string> read_unchecked(const Extent& extent) const override;
    /// Asks the kernel to read ahead what is not in memory.
    void prefetch(std::span<const Extent> extents) const override;
    Result<> visit(const Extent& extent, std::span<char> buffer,
                   const std::function<void(ByteView)>& visitor) const override;
    Result<Slice> open(const Extent& extent) const override;

    std::optional<Extent> find(const Extent& extent) const override;
    bool any_damage() const override;
    void move(const Extent& from, const Extent& to) override;
    void write_off(const Extent& extent) override;
    std::size_t damaged() const override;
    void observe_damage(std::function<void(const Extent&)> observer) override;

    void begin_behind(std::uint32_t pack) override;
    Result<std::vector<Pack>> packs() const override;
    Result<> move_pack_to_trash(std::uint32_t pack, Seconds now) override;
    Result<bool> bring_back(std::uint32_t pack) override;
    const Trash& trash() const override;
    std::uint32_t current_pack() const override;

private:
    struct State;
    Result<std::shared_ptr<const File>> open_pack(std::uint32_t pack) const;
    Error failed_to_read(const Extent& extent, const Extent& place, const Error& error) const;
    explicit FileSegmentStore(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace slipway::storage
