#pragma once

#include "storage/blobs/blob_layout.hpp"
#include "storage/blobs/file_blob_store.hpp"
#include "tests/support/memory_file_system.hpp"
#include "tests/support/must.hpp"

#include <memory>
#include <string>
#include <vector>

namespace slipway::testing {

inline storage::BlobUpload upload_of(storage::BlobStore& store, const std::string& content) {
    auto upload = MUST(store.begin_upload());
    MUST(upload.append(content));
    return upload;
}

inline std::vector<storage::BlobUpload> uploads_of(storage::BlobStore& store,
                                                   const std::vector<std::string>& contents) {
    std::vector<storage::BlobUpload> uploads;
    for (const std::string& content : contents) uploads.push_back(upload_of(store, content));
    return uploads;
}

/// Enough of them to be synced at once.
inline std::vector<std::string> many_contents() {
    std::vector<std::string> contents;
    for (int i = 0; i < 40; ++i) contents.push_back("content " + std::to_string(i));
    return contents;
}

inline std::string content_of(const storage::BlobStore& store, const Sha256& id) {
    const auto file = MUST(store.open_blob(id));
    const std::size_t size = MUST(file->size());
    return MUST(file->read(0, size));
}

/// A store in memory.
class FileBlobStoreTest : public ::testing::Test {
protected:
    std::unique_ptr<storage::FileBlobStore> open() { return MUST(storage::FileBlobStore::open(files, "/data")); }

    MemoryFileSystem files;
    std::unique_ptr<storage::FileBlobStore> store = open();
};

}  // namespace slipway::testing
