#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::s3 {

// Reads and writes documents of the Amazon S3 API Reference (version 2006-03-01). Pure and thread-safe.

/// The document `Error` ("Error responses").
struct ErrorDocument {
    std::string code;  // "NoSuchKey"
    std::string message;
    std::string request_id;
    std::string region;  // of the bucket, if the request was sent to another one
};

/// An object in a listing. `name` is the full one.
struct ListedObject {
    std::string name;
    std::uint64_t size = 0;
    Seconds changed_at{};
};

/// One answer of ListObjectsV2.
struct Listing {
    std::vector<ListedObject> objects{};
    std::optional<std::string> next{};  // the continuation token; nothing on the last page
};

/// A version of an object in a bucket with versions, or the mark of a deletion. An object in a bucket without versions
/// has the version "null".
struct ObjectVersion {
    std::string name;
    std::string version;
};

/// A multipart upload that was neither completed nor aborted. `name` is the full one.
struct UnfinishedUpload {
    std::string name;
    std::string id;
    Seconds begun_at{};
};

/// A part of a multipart upload.
struct CompletedPart {
    unsigned number = 0;
    std::string etag;
};

/// Returns nothing for any other document: answers of proxies are HTML, and those to HEAD are empty.
std::optional<ErrorDocument> find_error(std::string_view document);

/// Parses an answer of ListObjectsV2. Faults: io (it is another document).
Result<Listing> parse_listing(std::string_view document);

/// Parses an answer of ListObjectVersions. Faults: io (it is another document).
Result<std::vector<ObjectVersion>> parse_versions(std::string_view document);

/// Parses an answer of ListMultipartUploads. Faults: io (it is another document).
Result<std::vector<UnfinishedUpload>> parse_uploads(std::string_view document);

/// Returns the UploadId of InitiateMultipartUploadResult. Faults: io (it is another document).
Result<std::string> parse_upload_id(std::string_view document);

/// Returns the ETag of CopyPartResult. Faults: io (it is another document).
Result<std::string> parse_copied_part(std::string_view document);

/// Renders the document CompleteMultipartUpload.
std::string render_completion(const std::vector<CompletedPart>& parts);

}  // namespace slipway::s3
