#pragma once

#include "base/digest.hpp"
#include "base/files/file_system.hpp"
#include "storage/objects/bucket_parts.hpp"

#include <cstdint>
#include <memory>

namespace slipway::storage {

/// A pack that is not in the bucket yet: a file of the cache that grows, and is then stored as one object. One thread
/// at a time may use it; many may read its bytes.
class PackDraft {
public:
    /// Requires that the parts have a cache. Faults: storage_full, busy, io.
    static Result<std::unique_ptr<PackDraft>> begin(const BucketParts& parts, std::uint32_t number);
    PackDraft(const PackDraft&) = delete;
    PackDraft& operator=(const PackDraft&) = delete;
    /// Removes the file, unless it has become the copy of a stored pack.
    ~PackDraft();

    std::uint32_t number() const { return number_; }
    std::uint64_t size() const { return size_; }
    std::shared_ptr<const ByteSource> bytes() const { return file_; }

    /// Blocks. Faults: storage_full, io; after a fault the bytes appended before are still right.
    Result<> append(ByteView bytes);
    /// Stores the pack under its number, and makes the file its copy. Never replaces another pack: numbers are given
    /// out once. Blocks. Faults: conflict (another pack has the number), and those of the client.
    Result<> store();

private:
    PackDraft(const BucketParts& parts, std::uint32_t number, Path path, std::shared_ptr<File> file)
        : parts_(parts), number_(number), path_(std::move(path)), file_(std::move(file)) {}
    Result<> mend();
    Result<s3::PutResult> put(const s3::ObjectKey& key, const RandomAccess& content, const Sha256& digest);
    Result<bool> is_stored(const s3::ObjectKey& key, const Sha256& digest) const;

    const BucketParts parts_;
    const std::uint32_t number_;
    Path path_;  // empty when the file has become a copy
    const std::shared_ptr<File> file_;
    std::uint64_t size_ = 0;
    bool is_torn_ = false;  // an append failed: the file may be longer
    Sha256Hasher hasher_;
};

}  // namespace slipway::storage
