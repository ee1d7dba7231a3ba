#pragma once

#include "base/digest.hpp"
#include "base/stream.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace slipway::storage {

/// In a batch of more uploads than this, each closes its file while it waits (`BlobUpload::close_for_reading`), because
/// a process has few descriptors.
inline constexpr std::size_t many_uploads = 16;

/// A blob that is being written into a store and hashed meanwhile. Destroying it without a commit removes it.
/// Append-only: bytes written are final. One thread at a time.
class BlobUpload {
public:
    /// What a store implements. Read as RandomAccess, it gives what was appended so far.
    class Body : public RandomAccess {
    public:
        virtual Result<> append(ByteView bytes) = 0;
        virtual Sha256 digest() const = 0;
        virtual void close_for_reading() = 0;
    };
    explicit BlobUpload(std::unique_ptr<Body> body) : body_(std::move(body)) {}

    /// Blocks. Faults: storage_full, io; after a fault the upload cannot be committed.
    Result<> append(ByteView bytes) { return body_->append(bytes); }
    /// Copies `[offset, end)` of another source, without holding more than one buffer. Blocks. Faults: as `append`.
    Result<> append_rest_of(const RandomAccess& source, std::uint64_t offset);

    std::uint64_t size() const { return body_->size(); }
    /// Returns the digest of what was appended so far. More may be appended afterwards.
    Sha256 digest() const { return body_->digest(); }
    /// What was appended, for parsers. Valid while the upload lives.
    const RandomAccess& content() const { return *body_; }

    /// Closes the file until the content is read again, so that descriptors do not limit the size of a batch. Nothing
    /// more can be appended.
    void close_for_reading() { body_->close_for_reading(); }

    /// For the store that made it.
    Body& body() { return *body_; }
    const Body& body() const { return *body_; }

private:
    std::unique_ptr<Body> body_;
};

}  // namespace slipway::storage
