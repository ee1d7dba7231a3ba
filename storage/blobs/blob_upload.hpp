#pragma once

#include "base/digest.hpp"
#include "base/stream.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace slipway::storage {

/// Members of batches larger than this rest while they wait (see `BlobUpload::rest`), so that they hold nothing that a
/// process has few of.
inline constexpr std::size_t many_uploads = 16;

/// A blob on its way into a store, hashed as it grows. Destroying it without a commit leaves nothing of it. One thread
/// at a time. Append-only: bytes written are final.
class BlobUpload {
public:
    /// What a store makes of it. As RandomAccess, what was appended so far.
    class Body : public RandomAccess {
    public:
        virtual Result<> append(ByteView bytes) = 0;
        virtual Sha256 digest() const = 0;
        virtual void rest() = 0;
    };
    explicit BlobUpload(std::unique_ptr<Body> body) : body_(std::move(body)) {}

    /// Blocks. Faults: storage_full, io; afterwards it cannot be committed.
    Result<> append(ByteView bytes) { return body_->append(bytes); }
    /// Copies `[offset, end)` of another source, without holding more than one buffer. Blocks. Faults: as `append`.
    Result<> append_rest_of(const RandomAccess& source, std::uint64_t offset);

    std::uint64_t size() const { return body_->size(); }
    /// The digest of what was appended so far; may be called at any time, also before more is appended.
    Sha256 digest() const { return body_->digest(); }
    /// What was appended, for parsers. Valid while the upload lives.
    const RandomAccess& content() const { return *body_; }

    /// Lets go of what it holds open until its content is read again, so that a large batch is not bounded by
    /// descriptors. Nothing more can be appended.
    void rest() { body_->rest(); }

    /// For the store that made it.
    Body& body() { return *body_; }
    const Body& body() const { return *body_; }

private:
    std::unique_ptr<Body> body_;
};

}  // namespace slipway::storage
