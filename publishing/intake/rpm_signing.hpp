#pragma once

#include "publishing/intake/expansion.hpp"
#include "publishing/model/model.hpp"
#include "repo-format/rpm/rpm_package.hpp"
#include "repo-format/rpm/signature_header.hpp"
#include "signing/signer.hpp"
#include "storage/blobs/blob_store.hpp"

namespace slipway::publishing {

/// Asks for the signatures an rpm needs: over its header and, where no payload digest exists, over header and payload
/// too (newer rpm refuses the package otherwise). Reads from `bytes` before it returns (blocks); `done` comes on a
/// signing thread. Faults: too_large "invalid-package" (a payload without digest over 256 MiB); those of
/// Signer.
void request_signatures(signing::Signer& signers, const std::string& repository, const signing::PublicKey& key,
                        const RandomAccess& bytes, const rpm::RpmPackage& package, Done<rpm::Signatures> done);

/// Writes the package with `signatures` in place of older ones and describes the new bytes in `row`. Faults: those of
/// describe_within and of storage. Blocks.
Result<storage::BlobUpload> write_signed(storage::BlobStore& blobs, const RandomAccess& original,
                                         const rpm::RpmPackage& package, const rpm::Signatures& signatures,
                                         const std::string& fingerprint, storage::PackageRow& row,
                                         const ExpansionRoom& room);

}  // namespace slipway::publishing
