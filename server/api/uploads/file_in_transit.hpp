#pragma once

#include "publishing/intake/ingest.hpp"
#include "server/api/routing/call.hpp"
#include "server/api/uploads/declared_digest.hpp"

#include <string>
#include <string_view>

namespace slipway::api {

Error too_large(std::string_view what, std::uint64_t limit);

/// One file that is being uploaded. Its bytes are counted against the limit of a package and hashed for the declared
/// digests. If it is destroyed without `finish`, it leaves nothing.
class FileInTransit {
public:
    /// `headers` may declare digests. Faults: invalid_input "invalid-digest"; storage_full, io.
    static Result<FileInTransit> begin(const Services& services, std::string name, publishing::Destination destination,
                                       const http::Headers& headers);

    /// Faults: too_large; storage_full, io.
    Result<> append(std::string_view bytes);
    /// Returns the file after verifying its digests. Faults: invalid_input "digest-mismatch".
    Result<publishing::ReceivedFile> finish() &&;

    const std::string& name() const { return file_.name; }

private:
    FileInTransit(publishing::ReceivedFile file, DeclaredDigests digests, std::uint64_t limit)
        : file_(std::move(file)), digests_(std::move(digests)), limit_(limit) {}

    publishing::ReceivedFile file_;
    DeclaredDigests digests_;
    std::uint64_t limit_;
};

}  // namespace slipway::api
