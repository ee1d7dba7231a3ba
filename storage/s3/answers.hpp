#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::s3 {

// The documents of the Amazon S3 API Reference (version 2006-03-01) that are read and written here. Pure and
// thread-safe.

/// The document `Error` ("Error responses").
struct ErrorDocument {
    std::string code;  // "NoSuchKey"
    std::string message;
    std::string request_id;
    std::string region;  // where the bucket is, if the request came to another one
};

/// An object as a listing shows it; the name is the full one.
struct ListedObject {
    std::string name;
    std::uint64_t size = 0;
    Seconds changed_at{};
};

/// One answer of ListObjectsV2.
struct Listing {
    std::vector<ListedObject> objects{};
    std::optional<std::string> next{};  // the continuation token, unless this was the last page
};

/// A state of an object that a bucket with versions keeps, or the mark of a deletion. Without versions there is one,
/// "null".
struct ObjectVersion {
    std::string name;
    std::string version;
};

/// A multipart upload that was neither completed nor aborted; the name is the full one.
struct UnfinishedUpload {
    std::string name;
    std::string id;
    Seconds begun_at{};
};

/// A part as CompleteMultipartUpload names it.
struct CompletedPart {
    unsigned number = 0;
    std::string etag;
};

/// Nothing for anything but such a document: answers of proxies are HTML, those to HEAD are empty.
std::optional<ErrorDocument> find_error(std::string_view document);

/// Faults: io when it is no such document.
Result<Listing> parse_listing(std::string_view document);

/// One answer of ListObjectVersions. Faults: io when it is no such document.
Result<std::vector<ObjectVersion>> parse_versions(std::string_view document);

/// One answer of ListMultipartUploads. Faults: io when it is no such document.
Result<std::vector<UnfinishedUpload>> parse_uploads(std::string_view document);

/// The UploadId of InitiateMultipartUploadResult. Faults: io when it is no such document.
Result<std::string> parse_upload_id(std::string_view document);

/// The ETag of CopyPartResult. Faults: io when it is no such document.
Result<std::string> parse_copied_part(std::string_view document);

/// The document CompleteMultipartUpload.
std::string render_completion(const std::vector<CompletedPart>& parts);

}  // namespace slipway::s3
