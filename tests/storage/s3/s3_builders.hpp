#pragma once

#include "storage/s3/bucket.hpp"
#include "storage/s3/curl_transport.hpp"
#include "tests/support/must.hpp"

#include <memory>
#include <string>

namespace slipway::s3 {

inline Bucket a_bucket(const std::string& url, const std::string& endpoint) {
    return MUST(Bucket::create({url, endpoint}));
}

inline ObjectKey a_key(std::string_view text) { return MUST(ObjectKey::parse(text)); }

inline std::unique_ptr<CurlTransport> a_transport(ConnectionSettings settings) {
    return MUST(CurlTransport::create(std::move(settings)));
}

}  // namespace slipway::s3
