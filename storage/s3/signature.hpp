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

/// Header fields. Names are in lower case, values are as they are sent.
using Fields = std::vector<std::pair<std::string, std::string>>;

/// Replaces the digest of a payload that the signature does not cover.
inline constexpr std::string_view unsigned_payload = "UNSIGNED-PAYLOAD";

/// Presigned requests are valid for at most a week.
inline constexpr std::chrono::seconds longest_validity = std::chrono::hours(24 * 7);

/// The parts of a request that a signature covers.
struct Signable {
    std::string method;  // "GET"
    std::string path;    // begins with "/", encoded as it is sent
    Parameters query{};
    Fields fields;             // "host" among them
    std::string payload_hash;  // hexadecimal SHA-256 of the body, or `unsigned_payload`
};

/// The time and the region of a signature. The store accepts times that differ from its own by up to 15 minutes.
struct Scope {
    Seconds time;
    std::string region;
    std::string service = "s3";
};

// AWS Signature Version 4, as "Create a signed AWS API request" (IAM User Guide) and "Authenticating Requests: Using
// the Authorization Header" and "… Using Query Parameters" (Amazon S3 API Reference) define it. Pure and thread-safe.

/// Returns the fields of the request and those that the signature adds: x-amz-date, x-amz-security-token for temporary
/// credentials, and authorization.
Fields signed_fields(const Signable& request, const Credentials& credentials, const Scope& scope);

/// Returns the encoded query with which anybody can send the request, from `scope.time` on, as long as `validity` says.
/// Requires that this is at least a second and at most `longest_validity`.
std::string presigned_query(const Signable& request, const Credentials& credentials, const Scope& scope,
                            std::chrono::seconds validity);

/// Returns the text whose digest is signed, for tests.
std::string canonical_request(const Signable& request);

}  // namespace slipway::s3
