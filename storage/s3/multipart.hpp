#pragma once

#include "storage/s3/client.hpp"

namespace slipway::s3 {

/// The sizes of parts. S3 takes at most 10,000 parts of 5 MiB to 5 GiB; the last one may be smaller.
struct PartSizes {
    std::uint64_t whole_up_to = std::uint64_t{1} << 30;  // larger objects are stored in parts
    std::uint64_t part = std::uint64_t{128} << 20;       // larger if 10,000 parts do not suffice
};

/// Stores bytes that have `digest`: small ones by `Client::put`, large ones by a multipart upload ("Uploading and
/// copying objects using multipart upload" of the Amazon S3 User Guide). Sends each part with its own digest, compares
/// `digest` before it completes the upload, and the size that the store tells afterwards. Aborts the upload after a
/// fault, so that its parts cost nothing; `abort_uploads_begun_before` is for those of a process that was killed.
///
/// Sends the condition of `Existing::keep` when it completes the upload; stores may ignore it there (RGW 16 does).
/// Thread-safe; blocks. Faults: those of `Client::put`.
Result<PutResult> put_in_parts(Client& client, const ObjectKey& key, const Body& bytes, const Sha256& digest,
                               const PutOptions& options = {}, PartSizes sizes = {});

/// How much one request copies within a store: it must end before the connection, on which nothing moves, is closed.
inline constexpr PartSizes copied_sizes{std::uint64_t{256} << 20, std::uint64_t{256} << 20};

/// Copies an object of any size within the store, with its metadata. `status` is what the store says about it now.
/// Precondition: a name always has the same bytes; Swift refuses the condition that would ensure it
/// (x-amz-copy-source-if-match with an object in parts). Thread-safe; blocks. Faults: not_found, and those of `Client`.
Result<> copy_in_parts(Client& client, const ObjectKey& from, const ObjectKey& to, const ObjectStatus& status,
                       PartSizes sizes = copied_sizes);

/// Returns the size of the parts of an object of that size.
std::uint64_t part_size_for(std::uint64_t size, std::uint64_t wanted);

}  // namespace slipway::s3
