#pragma once

#include "storage/s3/bucket.hpp"
#include "storage/s3/credentials.hpp"

#include <chrono>
#include <string>

namespace slipway::s3 {

/// What the reader of a presigned URL gets.
struct PresignedGet {
    std::chrono::seconds validity = std::chrono::hours(12);
    std::string content_type{};  // of the answer; if empty, the object's own
};

struct PresignedUrl {
    std::string url;
    Seconds expires_at;  // the end of the validity or of temporary credentials, whichever is first
};

/// Returns a URL by which anybody can read the object, with ranges (GetObject, "Authenticating Requests: Using Query
/// Parameters"). The reader must be able to reach the bucket's endpoint. Pure. Faults: invalid_input (the validity is
/// not between a second and a week).
Result<PresignedUrl> presign_get(const Bucket& bucket, const Credentials& credentials, Seconds now,
                                 const ObjectKey& key, const PresignedGet& request);

}  // namespace slipway::s3
