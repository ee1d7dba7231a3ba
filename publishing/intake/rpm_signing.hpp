#pragma once

#include "publishing/intake/expansion.hpp"
#include "publishing/model/model.hpp"
#include "repo-format/rpm/rpm_package.hpp"
#include "repo-format/rpm/signature_header.hpp"
#include "signing/signer.hpp"
#include "storage/blobs/blob_store.hpp"

namespace slipway::publishing {

/// Makes the signatures an rpm needs: over its header and, where no payload digest exists, over header and payload too
/// (newer rpm refuses the package otherwise). Takes the memory for what is being signed from `memory`. Faults:
/// invalid_input "invalid-package" (a payload without digest over 256 MiB); those of Signer and of the memory. Blocks
/// until the signer has answered.
Result<rpm::Signatures> make_signatures(signing::Signer& signers, const std::string& repository,
                                        const signing::PublicKey& key, const RandomAccess& bytes,
                                        const rpm::RpmPackage& package, MemoryBudget::Share& memory);

/// Writes the package with `signatures` instead of older ones and describes the new bytes in `row`. Faults: those of
/// hold_rpm, describe_within and storage. Blocks.
Result<storage::BlobUpload> write_signed(storage::BlobStore& blobs, const RandomAccess& original,
                                         const rpm::RpmPackage& package, const rpm::Signatures& signatures,
                                         const std::string& fingerprint, storage::PackageRow& row,
                                         const ExpansionRoom& room);

}  // namespace slipway::publishing
