#pragma once

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "storage/s3/credentials.hpp"
#include "storage/s3/uri_encoding.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::s3 {

/// Header fields: names in lower case, values as they are sent.
using Fields = std::vector<std::pair<std::string, std::string>>;

/// In place of a payload's digest: the signature does not cover the bytes.
inline constexpr std::string_view unsigned_payload = "UNSIGNED-PAYLOAD";

/// Presigned requests hold for a week at most.
inline constexpr std::chrono::seconds longest_validity = std::chrono::hours(24 * 7);

/// What a signature covers of a request.
struct Signable {
    std::string method;  // "GET"
    std::string path;    // begins with "/", encoded as it is sent
    Parameters query{};
    Fields fields;             // "host" among them
    std::string payload_hash;  // hexadecimal SHA-256 of the body, or `unsigned_payload`
};

/// When and for whom a signature is made. Times of the store may differ by 15 minutes.
struct Scope {
    Seconds time;
    std::string region;
    std::string service = "s3";
};

// AWS Signature Version 4, as "Create a signed AWS API request" (IAM User Guide) and "Authenticating Requests: Using
// the Authorization Header" and "… Using Query Parameters" (Amazon S3 API Reference) define it. Pure and thread-safe.

/// The fields of the request with those that the signature adds: x-amz-date, x-amz-security-token for temporary
/// credentials, and authorization.
Fields signed_fields(const Signable& request, const Credentials& credentials, const Scope& scope);

/// The query, encoded, with which the request can be sent by anybody for so long, from `scope.time` on. Precondition:
/// `validity` is at least a second and at most `longest_validity`.
std::string presigned_query(const Signable& request, const Credentials& credentials, const Scope& scope,
                            std::chrono::seconds validity);

/// The text whose digest is signed; for tests and for those who compare it with a store's.
std::string canonical_request(const Signable& request);

}  // namespace slipway::s3
