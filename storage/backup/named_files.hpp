#pragma once

#include "base/digest.hpp"
#include "base/files/file_system.hpp"
#include "storage/catalog/events.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace slipway::storage {

/// The files that a catalog names.
struct NamedFiles {
    std::map<Sha256, std::uint64_t> blobs{};         // and their sizes
    std::map<std::uint32_t, std::uint64_t> packs{};  // to the end of their last segment
    std::vector<Sha256> purged{};                    // blobs that must not stay
    AuditHead audit_head{};
};

/// Returns the files that a catalog names. Blocks. Faults: those of reading a catalog; of the second, those of opening
/// one as well.
Result<NamedFiles> files_named_by(const ReadTransaction& tx);
Result<NamedFiles> files_named_by(const Path& catalog_file);

}  // namespace slipway::storage
