#pragma once

#include "storage/blobs/file_blob_upload.hpp"
#include "storage/cache/object_cache.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace slipway::storage {

/// An upload as a file of the cache, until the store has it. Copies are evicted for it. Only S3BlobStore uses its
/// members.
struct SpooledUpload final : BlobUpload::Body {
    SpooledUpload(FileSystem& files, Path path, std::unique_ptr<File> open_file, ObjectCache& of)
        : file(files, std::move(path), std::move(open_file), nullptr), cache(of) {}

    Result<> append(ByteView bytes) override {
        since_a_look += bytes.size();
        if (since_a_look >= between_looks) {
            cache.make_room();
            since_a_look = 0;
        }
        return file.append(bytes);
    }
    Sha256 digest() const override { return file.digest(); }
    void close_for_reading() override { file.close_for_reading(); }
    std::uint64_t size() const override { return file.size(); }
    Result<std::string> read(std::uint64_t offset, std::size_t length) const override {
        return file.read(offset, length);
    }

    static constexpr std::uint64_t between_looks = std::uint64_t{16} << 20;

    FileBlobUpload file;
    ObjectCache& cache;
    std::uint64_t since_a_look = between_looks;  // so that the first piece looks, too
};

}  // namespace slipway::storage
