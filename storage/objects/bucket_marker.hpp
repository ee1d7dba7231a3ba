#pragma once

#include "storage/s3/client.hpp"

#include <string>

namespace slipway::storage {

/// Whose catalog wants a bucket.
struct BucketClaim {
    std::string catalog_id;
    bool names_packages = false;  // the catalog
    bool takes_over = false;      // whatever is there: an operator has decided
};

/// `slipway.id`, the marker of a bucket (below its prefix): the id of the catalog that knows what is in it. What no row
/// of a catalog names is garbage, so two catalogs over one bucket would delete each other's packages.
///
///     marker   the bucket    the catalog names packages   what happens
///     its own  any           any                          it is the catalog's own
///     another  any           any                          refused
///     none     empty         no                           claimed
///     none     empty         yes                          refused: another bucket, or the packages are lost
///     none     has packages  yes                          claimed: the marker was removed on purpose
///     none     has packages  no                           refused: the catalog is lost
///
/// Whoever takes over claims it in any case: a catalog that is made of what the bucket has, and one that was restored.
///
/// Blocks. Faults: unsupported (refused; the message says what to do), busy, io.
Result<> claim_bucket(s3::Client& client, const BucketClaim& claim);

/// For whoever writes nothing: whether the bucket is this catalog's. Faults: as above.
Result<> check_bucket(s3::Client& client, const std::string& catalog_id);

}  // namespace slipway::storage
