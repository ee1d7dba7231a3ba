#pragma once

#include "base/files/posix_file_system.hpp"
#include "storage/cache/object_cache.hpp"
#include "storage/objects/bucket_access.hpp"
#include "storage/objects/bucket_parts.hpp"
#include "tests/support/temp_dir.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace slipway::testing {

/// A prefix of its own in the bucket of a real store (tests/storage/s3/run_with_store.py), and a cache of its own. What
/// is stored there goes with it.
class BucketPlace {
public:
    BucketPlace();
    ~BucketPlace();

    s3::Client& client() { return access_->client(); }
    /// With a cache that is opened anew. Precondition: no store uses an earlier one.
    storage::BucketParts parts(storage::CacheBounds bounds = {std::uint64_t{1} << 30});
    storage::ObjectCache& cache() { return *cache_; }

    /// Changes a byte of an object, and of the copy of it, where there is one.
    void change(const s3::ObjectKey& key, const std::string& copy, std::uint64_t offset);
    /// Changes a byte of the copy alone.
    void change_copy(const std::string& copy, std::uint64_t offset);
    /// Throws the cache away, as an operator may.
    void lose_cache();

private:
    TempDir directory_;
    PosixFileSystem files_;
    SystemClock clock_;
    std::unique_ptr<storage::BucketAccess> access_;
    std::unique_ptr<storage::ObjectCache> cache_;
};

}  // namespace slipway::testing
