#pragma once

#include "storage/s3/bucket.hpp"
#include "storage/s3/credentials.hpp"

#include <chrono>
#include <string>

namespace slipway::s3 {

/// What the reader of a presigned URL is to get.
struct PresignedGet {
    std::chrono::seconds validity = std::chrono::hours(12);
    std::string content_type{};  // of the answer, in place of the object's own; empty: that
};

struct PresignedUrl {
    std::string url;
    Seconds expires_at;  // the validity's end, or that of temporary credentials, which comes first
};

/// A URL by which anybody can read the object, with ranges (GetObject, "Authenticating Requests: Using Query
/// Parameters"). The bucket's endpoint is the one that the reader meets. Pure. Faults: invalid_input (the validity is
/// not between a second and a week).
Result<PresignedUrl> presign_get(const Bucket& bucket, const Credentials& credentials, Seconds now,
                                 const ObjectKey& key, const PresignedGet& request);

}  // namespace slipway::s3
