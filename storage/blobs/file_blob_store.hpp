#pragma once

#include "base/files/file_system.hpp"
#include "storage/blobs/blob_store.hpp"

#include <memory>

namespace slipway::storage {

/// Stores blobs as files, `blobs/sha256/ab/abcd…` (blob_layout.hpp). What it opens has a descriptor. To make a batch of
/// `many_uploads` durable it syncs the file system, not each file.
class FileBlobStore final : public BlobStore {
public:
    /// Makes the directories and empties `incoming/`. Blocks. Faults: storage_full, io.
    static Result<std::unique_ptr<FileBlobStore>> open(FileSystem& files, const Path& data_directory);
    /// Opens a store to read, while another process owns the directory. Makes and empties nothing.
    static std::unique_ptr<FileBlobStore> open_beside(FileSystem& files, const Path& data_directory);
    ~FileBlobStore() override;

    /// Makes a file in `blobs/incoming/`.
    Result<BlobUpload> begin_upload() override;
    /// Syncs the files and links them to their names, then syncs each directory once.
    Result<> commit(std::span<BlobUpload> uploads) override;

    Result<bool> contains(const Sha256& id) const override;
    Result<BlobStatus> status(const Sha256& id) const override;
    Result<std::shared_ptr<const ByteSource>> open_blob(const Sha256& id) const override;
    Result<std::shared_ptr<const ByteSource>> open_to_check(const Sha256& id) const override;
    std::shared_ptr<const ByteSource> find_copy(const Sha256&) const override { return nullptr; }
    void drop_copy(const Sha256&) override {}
    bool is_at_hand(const Sha256&) const override { return true; }
    Result<std::shared_ptr<const ByteSource>> open_remains(const Sha256& id) const override;

    Result<bool> is_whole(const Sha256& id) const override;
    /// Moves the file to `blobs/quarantine/`.
    Result<> quarantine(const Sha256& id) override;
    Result<bool> is_quarantined(const Sha256& id) const override;
    bool mark_damaged(const Sha256& id) const override;
    void mark_whole(const Sha256& id) override;
    bool is_damaged(const Sha256& id) const override;
    std::size_t damaged() const override;
    std::uint64_t mended() const override;

    Result<> remove(const Sha256& id) override;
    /// Does nothing: a move is a rename.
    Result<> copy_to_trash(std::span<const Sha256>, Seconds) override { return {}; }
    Result<> move_to_trash(const Sha256& id, Seconds now) override;
    Result<bool> bring_back(const Sha256& id) override;
    const Trash& trash() const override;
    /// Does nothing: opening the store removes them.
    Result<> end_abandoned_uploads(Seconds) override { return {}; }
    /// Cuts the file to nothing, so that whoever has it open finds it empty.
    Result<> destroy(const Sha256& id) override;
    std::uint64_t destroyed() const override;

    /// Counts the age of a file since its ctime.
    Result<> visit(
        const std::function<void(const Sha256&, std::uint64_t size, std::chrono::seconds age)>& visitor) const override;
    Result<std::uint64_t> free_bytes() const override;

private:
    struct State;
    explicit FileBlobStore(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace slipway::storage
