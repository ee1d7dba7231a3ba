#include "storage/s3/presigning.hpp"

#include "storage/s3/signature.hpp"

#include <algorithm>

namespace slipway::s3 {

Result<PresignedUrl> presign_get(const Bucket& bucket, const Credentials& credentials, Seconds now,
                                 const ObjectKey& key, const PresignedGet& request) {
    if (request.validity < std::chrono::seconds(1) || request.validity > longest_validity)
        return Error(Fault::invalid_input, "a presigned URL is valid for a second at least and a week at most");
    Signable get{"GET", bucket.path_of(key), {}, {{"host", bucket.authority()}}, std::string(unsigned_payload)};
    if (!request.content_type.empty()) get.query.emplace_back("response-content-type", request.content_type);
    const auto query = presigned_query(get, credentials, {now, bucket.region()}, request.validity);
    const auto end = now + request.validity;
    return PresignedUrl{bucket.origin() + get.path + "?" + query, std::min(end, credentials.expires_at.value_or(end))};
}

}  // namespace slipway::s3
