#pragma once

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "base/result.hpp"
#include "base/rope.hpp"
#include "storage/blobs/blob_store.hpp"

namespace slipway::files {

/// A package file, open and ready to be sent.
struct OpenBlob {
    SharedRope content;
    Seconds last_modified{};
};

/// Opens a blob, or takes it from the files this thread opened last (256 of them). The cache is per thread, so that
/// serving package files needs no lock. Blobs never change; when some were destroyed, all are opened anew. A miss costs
/// an open(2). Faults: corrupt when the blob is missing or has another size than `size`; io.
Result<OpenBlob> open_blob_file(const storage::BlobStore& blobs, const Sha256& id, std::uint64_t size);

}  // namespace slipway::files
