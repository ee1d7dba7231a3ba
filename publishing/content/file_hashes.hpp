#pragma once

#include "base/log.hpp"
#include "storage/catalog/file_hashes.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::publishing {

/// The hash by which a file is found: of its path, or of a slash and its name, in lower case.
std::uint64_t file_hash(std::string_view path);

/// The hashes of all paths and names that a package's documents list, each once: 8 bytes each, in ascending order.
/// Nothing where the documents of its format list no files.
std::optional<std::string> file_hashes_of(const storage::PackageRow& package);

/// Whether such hashes hold this one.
bool has_file(std::string_view hashes, std::uint64_t hash);

/// Gives rpms from the time before there were such hashes theirs, once. Nobody else may write to the catalog. Blocks;
/// reads and decompresses the documents of all such packages. Faults: storage_full, io, busy.
Result<> fill_in_file_hashes(storage::Catalog& catalog, const Log& log);

}  // namespace slipway::publishing
