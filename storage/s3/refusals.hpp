#pragma once

#include "base/result.hpp"
#include "storage/s3/bucket.hpp"
#include "storage/s3/http.hpp"

#include <string>

namespace slipway::s3 {

/// An answer that is not a success, as "Error responses" of the Amazon S3 API Reference describes it.
struct Refusal {
    int status = 0;
    std::string code;        // "SlowDown"; empty where there was no document, as for HEAD and from proxies
    std::string message;     // the store's words
    std::string request_id;  // by which the store's operator finds it
    std::string region;      // where the bucket is, if the request came to another one
};

/// Precondition: the answer is no success, or one with a document `Error` (CompleteMultipartUpload and CopyObject send
/// 200 before they know how they end).
Refusal refusal_of(const HttpAnswer& answer);

/// Whether other credentials of the same source may be taken: expired, replaced, not known (any more), or without the
/// right. Stores say AccessDenied of a token that has expired (RGW), and nothing at all where HEAD was asked.
bool is_about_credentials(const Refusal& refusal);

/// Whether another attempt can end better.
bool is_passing(const Refusal& refusal);

/// What the caller can do, and a sentence with the store's code, words and request, and with the command that makes a
/// bucket which is missing. Faults: not_found (no such object), conflict (no such upload, any more), precondition_failed,
/// corrupt (the bytes have another digest than announced, or the object is shorter than the range), too_large,
/// unsupported, busy (throttled), storage_full (a quota), io (everything an operator has to look at: keys, rights, the bucket, the clock, failures of
/// the store), internal (a request that no store takes).
///
/// The store's refusal of our own keys is never `unauthenticated` or `forbidden`, and a bucket that is missing is not
/// `not_found`: those would reach a client of this server as if its own request were the reason.
Error error_of(const Refusal& refusal, const Bucket& bucket);

/// The same of an attempt that ended without an answer. Faults: io; what stopped it, if it was stopped.
Error error_of(Attempt attempt);

}  // namespace slipway::s3
