#pragma once

#include "base/job_guard.hpp"
#include "storage/blobs/blob_store.hpp"

#include <memory>
#include <optional>

namespace slipway::storage {

/// The inside of a BlobUpload, shared with BlobStore::commit only; as RandomAccess, what was written so far.
struct BlobUpload::State final : RandomAccess {
    State(FileSystem& file_system, Path file_path, std::unique_ptr<File> open_file, std::shared_ptr<SyncPoint> before)
        : files(file_system), path(std::move(file_path)), file(std::move(open_file)), begun_after(std::move(before)) {}
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    /// Removes the name in `incoming/`. Should that fail there is nobody to tell; the next start empties the directory.
    ~State() override {
        JobGuard().run("removing an upload", [this] { remove_incoming_name(); });
    }

    void remove_incoming_name() {
        if (path.empty()) return;
        [[maybe_unused]] const auto removed = files.remove(path);
        path.clear();
    }

    std::uint64_t size() const override { return written; }
    Result<std::string> read(std::uint64_t offset, std::size_t length) const override {
        if (!file) file = TRY(files.open_to_read(path));
        return file->read(offset, length);
    }

    FileSystem& files;
    Path path;                           // empty once the name is gone
    mutable std::unique_ptr<File> file;  // null while it rests
    std::shared_ptr<SyncPoint> begun_after;
    std::uint64_t written = 0;
    bool broken = false;  // an append failed: the file may hold a part of it that the digest does not know
    std::optional<Sha256Hasher> hasher{std::in_place};  // until it rests for the first time
    Sha256 digest_at_rest;
};

}  // namespace slipway::storage
