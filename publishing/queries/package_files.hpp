#pragma once

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "base/result.hpp"
#include "base/rope.hpp"
#include "storage/blobs/blob_store.hpp"

#include <cstdint>

namespace slipway::publishing {

/// A package file, open and ready to be sent.
struct OpenFile {
    SharedRope content;
    Seconds last_modified{};
};

/// Opens the files of packages, to be sent. Thread-safe.
class PackageFiles {
public:
    /// Precondition: `blobs` outlives this.
    explicit PackageFiles(const storage::BlobStore& blobs) : blobs_(blobs) {}

    /// Opens a file, or takes it from those this thread opened last (256 of them). The cache is per thread, so that
    /// serving package files needs no lock. Files never change; when some were destroyed, all are opened anew. A miss
    /// costs an open(2), or requests to an object store if the file is not at hand. Blocks. Faults: corrupt when the
    /// file is missing or has another size than `size`; io, also when the store cannot be asked.
    Result<OpenFile> open(const Sha256& id, std::uint64_t size) const;

    /// Returns whether `open` needs to wait for this machine's disk only. Does not block.
    bool is_at_hand(const Sha256& id) const;

    /// Counts a file as damaged until it is whole again or not needed any more. Returns whether it was not yet.
    bool mark_damaged(const Sha256& id) const { return blobs_.mark_damaged(id); }

private:
    const storage::BlobStore& blobs_;
};

}  // namespace slipway::publishing
