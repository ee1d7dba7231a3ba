#pragma once

#include "publishing/intake/ingest_file.hpp"

namespace slipway::publishing {

/// Checks the stored bytes of a package that the repository has already, when they are uploaded again. If they are
/// damaged or missing, the upload mends them: `file.mends` says that what was received, or `signed_bytes`, is to be
/// stored instead. For an rpm that was signed here, the served bytes are put together from what is left of their
/// signature and the rest of the upload. If that does not give their digest, the package is to be signed anew, and
/// `result.replaces` names the signed variant that is lost. Reads all of the stored bytes; blocks. Faults:
/// invalid_input, storage_full, io, busy (no descriptor is left to look); those of the memory.
Result<> mend_known(storage::BlobStore& blobs, ExaminedFile& file, MemoryBudget::Share& memory);

}  // namespace slipway::publishing
