#pragma once

#include "base/byte_source.hpp"
#include "base/clock.hpp"
#include "base/digest.hpp"
#include "base/files/file_system.hpp"
#include "storage/s3/client.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace slipway::storage {

/// A stored file, open to read.
struct MovableFile {
    std::shared_ptr<const ByteSource> bytes{};
    Seconds stored_at{};  // which clients are told of a package
};

/// Package files and packs as a move reads and writes them: by the name that they have below a data directory and in a
/// bucket alike ("blobs/sha256/ab/abcd…"). Thread-safe, but for one name; everything blocks.
class MovableFiles {
public:
    MovableFiles() = default;
    MovableFiles(const MovableFiles&) = delete;
    MovableFiles& operator=(const MovableFiles&) = delete;
    virtual ~MovableFiles() = default;

    /// As messages name it.
    virtual std::string place_of(const std::string& name) const = 0;
    /// Opens what is stored, and never a copy that is nearer. Faults: not_found, busy, io.
    virtual Result<MovableFile> open(const std::string& name) const = 0;
    /// Makes the first `size` bytes of `file` a file of that name, which replaces one that is there; durable when it
    /// returns. Faults: corrupt (the bytes are fewer, or do not have the digest), storage_full, busy, io.
    virtual Result<> write(const std::string& name, const MovableFile& file, std::uint64_t size,
                           const Sha256& digest) = 0;
};

/// Those of a data directory.
class FilesOfDirectory final : public MovableFiles {
public:
    /// `files` outlives it.
    FilesOfDirectory(FileSystem& files, Path data) : files_(files), data_(std::move(data)) {}

    std::string place_of(const std::string& name) const override { return (data_ / name).string(); }
    Result<MovableFile> open(const std::string& name) const override;
    Result<> write(const std::string& name, const MovableFile& file, std::uint64_t size, const Sha256& digest) override;

private:
    FileSystem& files_;
    const Path data_;
};

/// Those of a bucket.
class FilesOfBucket final : public MovableFiles {
public:
    /// `client` outlives it. `bucket`: as messages name it.
    FilesOfBucket(s3::Client& client, std::string bucket) : client_(client), bucket_(std::move(bucket)) {}

    std::string place_of(const std::string& name) const override { return bucket_ + "/" + name; }
    Result<MovableFile> open(const std::string& name) const override;
    Result<> write(const std::string& name, const MovableFile& file, std::uint64_t size, const Sha256& digest) override;

private:
    s3::Client& client_;
    const std::string bucket_;
};

/// Returns the digest of the first `size` bytes. Blocks. Faults: corrupt (they are fewer), busy, io.
Result<Sha256> digest_of_first(const ByteSource& bytes, std::uint64_t size);

}  // namespace slipway::storage
