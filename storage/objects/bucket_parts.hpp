#pragma once

#include "base/clock.hpp"
#include "base/files/file_system.hpp"
#include "storage/cache/object_cache.hpp"
#include "storage/s3/client.hpp"

namespace slipway::storage {

/// What a store in a bucket is made of. All of it must outlive the store.
struct BucketParts {
    s3::Client& client;
    FileSystem& files;
    const Clock& clock;
    ObjectCache* cache = nullptr;  // if null, no copies are kept and nothing can be written
};

}  // namespace slipway::storage
