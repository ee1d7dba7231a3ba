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

/// Whether an object that has the name already is replaced.
enum class Existing : unsigned char { replace, keep };

enum class PutResult : unsigned char {
    written,
    kept,  // there was one already; perhaps the one that an earlier attempt of the same call wrote
};

/// How an object is stored.
struct PutOptions {
    Existing existing = Existing::replace;
    Fields metadata{};  // kept with the object: names in lower case, without the "x-amz-meta-" they are sent with
};

/// The fields of a request that carry an object's metadata.
Fields metadata_fields(const Fields& metadata);

/// Stores give out no more objects at a time.
inline constexpr unsigned longest_listing = 1000;

/// What HEAD says of an object.
struct ObjectStatus {
    std::uint64_t size = 0;
    std::string etag{};  // of this state of the object; nothing follows from it about the bytes
    Seconds changed_at{};
    Fields metadata{};

    /// What the object's metadata has under that name.
    std::optional<std::string> find(std::string_view name) const;
};

/// The objects of a bucket below its prefix, by the REST API of Amazon S3 (version 2006-03-01) as far as Ceph's RGW and
/// OpenStack Swift have it, too. Objects appear whole or not at all; what was acknowledged is read by every later
/// request.
///
/// Thread-safe. Everything blocks, for the time that `Limits` give the call: never on an IO thread. Faults of every
/// function, besides its own: busy (the store is throttling), io (it cannot be reached, fails, or refuses the keys; the
/// bucket is missing).
class Client {
public:
    /// Everything that `parts` refers to lives longer.
    Client(Caller::Parts parts, Limits limits) : bucket_(parts.bucket), parts_(parts), caller_(parts, limits) {}

    /// Asks for the shortest listing: whether the bucket is there and these keys may list it. Faults: io, with a
    /// message that says what to do.
    Result<> check();

    /// Stores the bytes under the name, if they have that digest: the store compares (x-amz-content-sha256). 5 GiB at
    /// most. `Existing::keep` is decided by the store (If-None-Match: *), so that one of several that write at once
    /// wins; stores that do not know this answer `unsupported` (Swift's s3api). Faults: corrupt (other bytes),
    /// too_large, storage_full.
    Result<PutResult> put(const ObjectKey& key, const Body& bytes, const Sha256& digest,
                          const PutOptions& options = {});

    /// Gives the range to the sink; of an empty one nothing is asked. The digest is the caller's to compare. Faults:
    /// not_found, corrupt (the object is shorter), precondition_failed (it was replaced meanwhile), and the sink's.
    Result<> get(const ObjectKey& key, Range range, const Sink& sink);
    /// The same as a text, which has the length of the range.
    Result<std::string> read(const ObjectKey& key, Range range);

    /// Nothing where there is no such object. A bucket that is missing looks the same: see `check`.
    Result<std::optional<ObjectStatus>> find(const ObjectKey& key);

    /// Up to `most` objects whose names begin with `name` below the prefix, in the order of their bytes, and where the
    /// next ones are. Their names are those below the prefix. `cursor`: that of the page before, empty for the first.
    Result<Listing> list(std::string_view name, const std::string& cursor = "", unsigned most = longest_listing);

    /// All of them, page by page; a failure of `visitor` ends it. Objects that come or go meanwhile may be left out.
    Result<> visit(std::string_view name, const std::function<Result<>(const ListedObject&)>& visitor);

    /// Absent is fine. In a bucket with versions the older ones stay: see `destroy`.
    Result<> remove(const ObjectKey& key);

    /// Within the store, of objects up to 5 GiB, with their metadata; see `copy_in_parts`. Faults: not_found.
    Result<> copy(const ObjectKey& from, const ObjectKey& to);

    /// A URL by which anybody can read the object. Asks nothing of the store. Faults: as `presign_get`; io without
    /// credentials.
    Result<PresignedUrl> presign(const ObjectKey& key, const PresignedGet& request);

    Caller& caller() { return caller_; }
    const Bucket& bucket() const { return bucket_; }

private:
    const Bucket& bucket_;
    const Caller::Parts parts_;
    Caller caller_;
};

}  // namespace slipway::s3
