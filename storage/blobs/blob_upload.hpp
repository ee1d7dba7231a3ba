#pragma once

#include "storage/blobs/blob_store.hpp"

#include <memory>

namespace slipway::storage {

/// What an upload has written so far, as parsers want it.
class UploadContent final : public RandomAccess {
public:
    UploadContent(const File& file, const std::uint64_t& size) : file_(file), size_(size) {}
    std::uint64_t size() const override { return size_; }
    Result<std::string> read(std::uint64_t offset, std::size_t length) const override {
        return file_.read(offset, length);
    }

private:
    const File& file_;
    const std::uint64_t& size_;
};

/// The inside of a BlobUpload, shared with BlobStore::commit only.
struct BlobUpload::State {
    State(FileSystem& file_system, Path file_path, std::unique_ptr<File> open_file)
        : files(file_system), path(std::move(file_path)), file(std::move(open_file)) {}
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    /// Removes the name in `incoming/`. Should that fail there is nobody to tell; the next start empties the directory.
    ~State() { remove_incoming_name(); }

    void remove_incoming_name() {
        if (path.empty()) return;
        [[maybe_unused]] const auto removed = files.remove(path);
        path.clear();
    }

    FileSystem& files;
    Path path;  // empty once the name is gone
    std::unique_ptr<File> file;
    std::uint64_t size = 0;
    bool broken = false;  // an append failed: the file may hold a part of it that the digest does not know
    Sha256Hasher hasher;
    UploadContent content{*file, size};
};

}  // namespace slipway::storage
