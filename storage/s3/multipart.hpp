#pragma once

#include "storage/s3/client.hpp"

namespace slipway::s3 {

/// How large objects are cut. S3 takes parts of 5 MiB to 5 GiB, the last one may be smaller, and 10,000 at most.
struct PartSizes {
    std::uint64_t whole_up_to = std::uint64_t{1} << 30;  // what is larger is stored in parts
    std::uint64_t part = std::uint64_t{128} << 20;       // larger where 10,000 would not do
};

/// Stores the bytes under the name, if they have that digest: small ones by `Client::put`, large ones by a multipart
/// upload ("Uploading and copying objects using multipart upload" of the Amazon S3 User Guide). Each part is sent with
/// its own digest; the whole is read once more to compare `digest` before the upload is completed, and the size that
/// the store has in the end is compared. An upload that fails is aborted, so that its parts cost nothing; those of a
/// process that was killed are for the bucket's lifecycle rule AbortIncompleteMultipartUpload.
///
/// `Existing::keep` is sent when the upload is completed; stores may ignore it there (RGW 16 does). Thread-safe;
/// blocks. Faults: those of `Client::put`.
Result<PutResult> put_in_parts(Client& client, const ObjectKey& key, const Body& bytes, const Sha256& digest,
                               const PutOptions& options = {}, PartSizes sizes = {});

/// What one request copies within a store: as much as is done before a connection on which nothing moves is given up.
inline constexpr PartSizes copied_sizes{std::uint64_t{256} << 20, std::uint64_t{256} << 20};

/// Copies an object of any size within the store, with its metadata. `status`: what the store says of it now; if it is
/// replaced meanwhile, nothing is copied. Thread-safe; blocks. Faults: not_found, precondition_failed, and those of
/// `Client`.
Result<> copy_in_parts(Client& client, const ObjectKey& from, const ObjectKey& to, const ObjectStatus& status,
                       PartSizes sizes = copied_sizes);

/// The size of the parts of an object of that size.
std::uint64_t part_size_for(std::uint64_t size, std::uint64_t wanted);

}  // namespace slipway::s3
