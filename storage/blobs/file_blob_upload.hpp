#pragma once

#include "base/files/file_system.hpp"
#include "base/job_guard.hpp"
#include "storage/blobs/blob_upload.hpp"

#include <memory>
#include <optional>

namespace slipway::storage {

/// An upload as a file in `blobs/incoming/`. Only FileBlobStore uses its members.
struct FileBlobUpload final : BlobUpload::Body {
    FileBlobUpload(FileSystem& file_system, Path file_path, std::unique_ptr<File> open_file,
                   std::shared_ptr<SyncPoint> before)
        : files(file_system), path(std::move(file_path)), file(std::move(open_file)), begun_after(std::move(before)) {}
    FileBlobUpload(const FileBlobUpload&) = delete;
    FileBlobUpload& operator=(const FileBlobUpload&) = delete;
    /// Removes the name in `incoming/`. If that fails there is nobody to tell; the next start empties the directory.
    ~FileBlobUpload() override {
        JobGuard().run("removing an upload", [this] { remove_incoming_name(); });
    }

    void remove_incoming_name() {
        if (path.empty()) return;
        [[maybe_unused]] const auto removed = files.remove(path);
        path.clear();
    }

    Result<> append(ByteView bytes) override;
    Sha256 digest() const override;
    /// Closes the file. A closed file is synced with its file system.
    void close_for_reading() override;
    std::uint64_t size() const override { return written; }
    Result<std::string> read(std::uint64_t offset, std::size_t length) const override {
        if (!file) file = TRY(files.open_to_read(path));
        return file->read(offset, length);
    }

    FileSystem& files;
    Path path;                           // empty once the name is gone
    mutable std::unique_ptr<File> file;  // null while it is closed
    std::shared_ptr<SyncPoint> begun_after;
    std::uint64_t written = 0;
    bool broken = false;  // an append failed: the file may hold a part of it that the digest does not know
    std::optional<Sha256Hasher> hasher{std::in_place};  // until the file is closed for the first time
    Sha256 digest_when_closed;
};

}  // namespace slipway::storage
