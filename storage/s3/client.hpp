#pragma once

#include "base/digest.hpp"
#include "storage/s3/answers.hpp"
#include "storage/s3/caller.hpp"
#include "storage/s3/download.hpp"
#include "storage/s3/object_key.hpp"
#include "storage/s3/presigning.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::s3 {

/// What `put` does with an object that has the name already.
enum class Existing : unsigned char { replace, keep };

enum class PutResult : unsigned char {
    written,
    kept,  // there was one already, perhaps from an earlier attempt of the same call
};

/// How an object is stored.
struct PutOptions {
    Existing existing = Existing::replace;
    Fields metadata{};  // kept with the object; names in lower case, without "x-amz-meta-"
};

/// Returns the fields of a request that carry an object's metadata.
Fields metadata_fields(const Fields& metadata);

/// Stores list no more objects at a time.
inline constexpr unsigned longest_listing = 1000;

/// What HEAD says about an object.
struct ObjectStatus {
    std::uint64_t size = 0;
    Seconds changed_at{};
    Fields metadata{};

    /// Returns the value of that name in the object's metadata.
    std::optional<std::string> find(std::string_view name) const;
};

/// Reads and writes the objects of a bucket below its prefix, by the REST API of Amazon S3 (version 2006-03-01), as far
/// as Ceph's RGW and OpenStack Swift have it. An object appears whole or not at all. After a write is acknowledged
/// every later request reads it.
///
/// Thread-safe. Everything blocks, as long as `Limits` allow, so it must not be called on an IO thread. Every function
/// has these faults besides its own: busy (the store is throttling), io (it cannot be reached, fails, or refuses the
/// keys, or the bucket is missing).
class Client {
public:
    /// Everything that `parts` refers to must outlive the client.
    Client(Caller::Parts parts, Limits limits) : bucket_(parts.bucket), parts_(parts), caller_(parts, limits) {}

    /// Checks by the shortest listing that the bucket exists and the keys may list it. Faults: io; the message says
    /// what to do.
    Result<> check();

    /// Stores at most 5 GiB. The store compares the bytes with `digest` (x-amz-content-sha256) and refuses others. For
    /// `Existing::keep` it decides which of several writers is the first (If-None-Match: *). Faults: corrupt (the bytes
    /// have another digest), too_large, storage_full, unsupported (the store does not know the condition, as Swift's
    /// s3api).
    Result<PutResult> put(const ObjectKey& key, const Body& bytes, const Sha256& digest,
                          const PutOptions& options = {});

    /// Calls the sink with the bytes of a range. Sends no request for an empty range. The caller must verify the bytes.
    /// Faults: not_found, corrupt (the object is shorter), precondition_failed (it was replaced meanwhile), and those
    /// of the sink.
    Result<> get(const ObjectKey& key, Range range, const Sink& sink);
    /// Returns the bytes of a range.
    Result<std::string> read(const ObjectKey& key, Range range);

    /// Returns nothing if there is no such object, or no bucket: `check` tells these apart.
    Result<std::optional<ObjectStatus>> find(const ObjectKey& key);

    /// Returns up to `most` objects whose names below the prefix begin with `name`, in the order of their bytes, and
    /// the cursor of the next page. The names in the result are those below the prefix. `cursor` is empty for the first
    /// page.
    Result<Listing> list(std::string_view name, const std::string& cursor = "", unsigned most = longest_listing);

    /// Calls `visitor` for all of them, page by page, until it fails. May leave out objects that come or go meanwhile.
    Result<> visit(std::string_view name, const std::function<Result<>(const ListedObject&)>& visitor);

    /// Deletes an object. Does nothing if it is missing. Keeps older versions in a bucket that has them: see `destroy`.
    Result<> remove(const ObjectKey& key);

    /// Copies an object of at most 5 GiB within the store, with its metadata. See `copy_in_parts`. Faults: not_found.
    Result<> copy(const ObjectKey& from, const ObjectKey& to);

    /// Returns a URL by which anybody can read the object. Sends no request. Faults: those of `presign_get`; io (there
    /// are no credentials).
    Result<PresignedUrl> presign(const ObjectKey& key, const PresignedGet& request);

    Caller& caller() { return caller_; }
    const Bucket& bucket() const { return bucket_; }

private:
    const Bucket& bucket_;
    const Caller::Parts parts_;
    Caller caller_;
};

}  // namespace slipway::s3
