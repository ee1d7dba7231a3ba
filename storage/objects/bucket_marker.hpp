#pragma once

#include "storage/s3/client.hpp"

#include <string>

namespace slipway::storage {

/// What a catalog says about itself when it wants a bucket.
struct BucketClaim {
    std::string catalog_id;
    bool names_packages = false;  // the catalog has rows of packages
    bool takes_over = false;      // an operator has decided that the bucket is this catalog's
};

/// Claims a bucket for a catalog. `slipway.id`, the marker of a bucket (below its prefix), has the id of the catalog
/// that knows what is in it. Objects that no row of a catalog names are garbage, so two catalogs over one bucket would
/// delete each other's packages.
///
///     marker   the bucket    the catalog names packages   what happens
///     its own  any           any                          it is the catalog's own
///     another  any           any                          refused
///     none     empty         no                           claimed
///     none     empty         yes                          refused: another bucket, or the packages are lost
///     none     has packages  yes                          claimed: the marker was removed on purpose
///     none     has packages  no                           refused: the catalog is lost
///
/// A catalog that takes over claims the bucket in any case: one that is rebuilt from it, or one that was restored.
///
/// Blocks. Faults: unsupported (refused; the message says what to do), busy, io.
Result<> claim_bucket(s3::Client& client, const BucketClaim& claim);

/// Checks that the bucket belongs to this catalog, for commands that write nothing. Faults: as above.
Result<> check_bucket(s3::Client& client, const std::string& catalog_id);

}  // namespace slipway::storage
