#pragma once

#include "storage/catalog/connection.hpp"
#include "storage/catalog/publications.hpp"

namespace slipway::storage {

/// Reads "distro, kind, component, architecture". An unknown kind makes the row malformed.
IndexKey read_index_key(Row& row);

/// Reads "channel, distro, kind, component, architecture, document, form, variant, sha256, size, list_root,
/// published_at, composition, checksum": what index_files and snapshot_files have in common.
IndexFileRow read_index_file_columns(Row& row);

/// Returns the checksum of these columns except the last, which stores it.
Checksum checksum_of_columns(const IndexFileRow& file);

}  // namespace slipway::storage
