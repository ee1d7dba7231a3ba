#pragma once

#include "base/log.hpp"
#include "storage/catalog/file_hashes.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::publishing {

/// Returns the hash by which a file is found. `path` is its path, or a slash and its name, in lower case.
std::uint64_t file_hash(std::string_view path);

/// Returns the hashes of all paths and names that a package's documents list, each once: 8 bytes each, in ascending
/// order. Returns nothing if the documents of its format list no files.
std::optional<std::string> file_hashes_of(const storage::PackageRow& package);

/// Returns whether `hashes`, in that form, contains `hash`.
bool has_file(std::string_view hashes, std::uint64_t hash);

/// Adds the hashes of rpms to a catalog from before there were such hashes. Does this once. Nobody else may write to
/// the catalog. Blocks; reads and decompresses the documents of all such packages. Faults: storage_full, io, busy.
Result<> fill_in_file_hashes(storage::Catalog& catalog, const Log& log);

}  // namespace slipway::publishing
