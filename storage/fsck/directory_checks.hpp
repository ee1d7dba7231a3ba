#pragma once

#include "storage/catalog/catalog.hpp"
#include "storage/fsck/findings.hpp"
#include "storage/fsck/store_checks.hpp"

#include <string>
#include <vector>

namespace slipway::storage {

struct CheckedDirectory {
    FileSystem& files;
    Path data;
    const Catalog& catalog;
};

/// What surrounds catalog, blobs and packs: the catalog has every commit it is known to have had, and nobody but the
/// daemon's user reads its secrets. A repair takes the mode of a secret back. Blocks. Faults: io.
Result<> check_directory(const CheckedDirectory& directory, Repair repair, Findings& findings);

/// A secret that others may read or write, or that is a symbolic link.
struct LooseSecret {
    Path path;
    std::string fault;  // "has mode 0644; chmod go= it"
    bool can_be_tightened = false;
};

/// Of the catalog, the token files and the private keys of a data directory, and of those that were moved aside in it.
/// Faults: io.
Result<std::vector<LooseSecret>> find_loose_secrets(FileSystem& files, const Path& data);

}  // namespace slipway::storage
