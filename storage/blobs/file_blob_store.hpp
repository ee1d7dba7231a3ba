#pragma once

#include "base/files/file_system.hpp"
#include "storage/blobs/blob_store.hpp"

#include <memory>

namespace slipway::storage {

/// Blobs as files, `blobs/sha256/ab/abcd…` (blob_layout.hpp). What it opens has a descriptor. A batch of `many_uploads`
/// is made durable by syncing the file system, not file by file.
class FileBlobStore final : public BlobStore {
public:
    /// Makes the directories and empties `incoming/`. Blocks. Faults: storage_full, io.
    static Result<std::unique_ptr<FileBlobStore>> open(FileSystem& files, const Path& data_directory);
    /// For reading beside the process that owns the directory: makes and empties nothing.
    static std::unique_ptr<FileBlobStore> open_beside(FileSystem& files, const Path& data_directory);
    ~FileBlobStore() override;

    /// A file in `blobs/incoming/`.
    Result<BlobUpload> begin_upload() override;
    /// Files are synced and linked into place, then each directory is synced once.
    Result<> commit(std::span<BlobUpload> uploads) override;

    Result<bool> contains(const Sha256& id) const override;
    Result<BlobStatus> status(const Sha256& id) const override;
    Result<std::shared_ptr<const ByteSource>> open_blob(const Sha256& id) const override;
    Result<std::shared_ptr<const ByteSource>> open_to_check(const Sha256& id) const override { return open_blob(id); }
    std::shared_ptr<const ByteSource> find_copy(const Sha256&) const override { return nullptr; }
    void drop_copy(const Sha256&) override {}
    bool is_at_hand(const Sha256&) const override { return true; }
    Result<std::shared_ptr<const ByteSource>> open_remains(const Sha256& id) const override;

    Result<bool> is_whole(const Sha256& id) const override;
    /// To `blobs/quarantine/`.
    Result<> quarantine(const Sha256& id) override;
    Result<bool> is_quarantined(const Sha256& id) const override;
    bool note_damaged(const Sha256& id) const override;
    void note_whole(const Sha256& id) override;
    bool is_damaged(const Sha256& id) const override;
    std::size_t damaged() const override;
    std::uint64_t mended() const override;

    Result<> remove(const Sha256& id) override;
    Result<> prepare_rest(std::span<const Sha256>, Seconds) override { return {}; }
    Result<> lay_to_rest(const Sha256& id, Seconds now) override;
    Result<bool> bring_back(const Sha256& id) override;
    const Trash& trash() const override;
    /// The file is cut to nothing, so that whoever has it open finds it empty.
    /// None are left: opening the store removes them.
    Result<> end_abandoned_uploads(Seconds) override { return {}; }
    Result<> destroy(const Sha256& id) override;
    std::uint64_t destroyed() const override;

    /// The age of a file is the time since its ctime.
    Result<> visit(
        const std::function<void(const Sha256&, std::uint64_t size, std::chrono::seconds age)>& visitor) const override;
    Result<std::uint64_t> free_bytes() const override;

private:
    struct State;
    explicit FileBlobStore(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace slipway::storage
