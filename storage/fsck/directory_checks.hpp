#pragma once

#include "storage/catalog/catalog.hpp"
#include "storage/fsck/findings.hpp"
#include "storage/fsck/store_checks.hpp"
#include "storage/identity/catalog_place.hpp"

#include <string>
#include <vector>

namespace slipway::storage {

struct CheckedDirectory {
    FileSystem& files;
    const CatalogPlace& place;  // with the directory
    const Catalog& catalog;
};

/// Checks what surrounds catalog, blobs and packs: the catalog has every commit that it is known to have had, and only
/// the daemon's user can read its secrets. A repair restores the mode of a secret. Blocks. Faults: io.
Result<> check_directory(const CheckedDirectory& directory, Repair repair, Findings& findings);

/// A secret that others may read or write, or that is a symbolic link.
struct LooseSecret {
    Path path;
    std::string fault;  // "has mode 0644; chmod go= it"
    bool can_be_tightened = false;
};

/// Returns those among the catalog, the token files and the private keys of a data directory, also of those that were
/// moved aside in it. Faults: io.
Result<std::vector<LooseSecret>> find_loose_secrets(FileSystem& files, const Path& data);

}  // namespace slipway::storage
