#pragma once

#include "base/clock.hpp"
#include "base/files/file_system.hpp"
#include "storage/cache/object_cache.hpp"
#include "storage/s3/client.hpp"

namespace slipway::storage {

/// What a store in a bucket is made of; all of it lives longer.
struct BucketParts {
    s3::Client& client;
    FileSystem& files;
    const Clock& clock;
    ObjectCache* cache = nullptr;  // null: nothing is kept on this machine, and nothing can be written
};

}  // namespace slipway::storage
