#pragma once

#include "base/result.hpp"
#include "storage/s3/bucket.hpp"
#include "storage/s3/http.hpp"

#include <string>

namespace slipway::s3 {

/// An answer that is no success, as "Error responses" of the Amazon S3 API Reference describes it.
struct Refusal {
    int status = 0;
    std::string code;        // "SlowDown"; empty without a document: for HEAD, and from proxies
    std::string message;     // the store's words
    std::string request_id;  // by which the store's operator finds the request
    std::string region;      // of the bucket, if the request was sent to another one
};

/// Requires that the answer is no success, or has a document `Error` (CompleteMultipartUpload and CopyObject send 200
/// before they know their outcome).
Refusal refusal_of(const HttpAnswer& answer);

/// Returns whether the store may accept other credentials of the same source, because these are expired, replaced,
/// unknown or without the right. RGW says AccessDenied about a token that has expired, and answers to HEAD have no
/// code.
bool is_about_credentials(const Refusal& refusal);

/// Returns whether another attempt may succeed.
bool is_passing(const Refusal& refusal);

/// Returns the fault that says what the caller can do, and a message with the store's code, words and request, and with
/// the command that makes a missing bucket. Faults: not_found (no such object), conflict (no such upload, any more),
/// precondition_failed, corrupt (the bytes have another digest than announced, or the object is shorter than the
/// range), too_large, unsupported, busy (throttled), storage_full (a quota), io (everything an operator has to look at:
/// keys, rights, the bucket, the clock, failures of the store), internal (a request that no store takes).
///
/// If the store refuses our keys, the fault is never `unauthenticated` or `forbidden`, and for a missing bucket it is
/// not `not_found`: a client of this server would take these for the fault of its own request.
Error error_of(const Refusal& refusal, const Bucket& bucket);

/// Does the same for an attempt that ended without an answer. Faults: io; if it was stopped, the fault that stopped it.
Error error_of(Attempt attempt);

}  // namespace slipway::s3
