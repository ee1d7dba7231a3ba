#pragma once

#include "storage/catalog/connection.hpp"
#include "storage/catalog/publications.hpp"

namespace slipway::storage {

/// Reads "channel, distro, component, architecture, document, form, variant, sha256, size, list_root, published_at":
/// what index_files and snapshot_files have in common.
inline IndexFileRow read_index_file_columns(Row& row) {
    IndexFileRow file;
    file.channel = row.integer();
    file.distro = row.integer();
    file.component = row.text();
    file.architecture = row.text();
    file.document = row.word<Document>();
    file.form = row.word<Form>();
    file.variant = row.text();
    file.sha256 = row.digest();
    file.size = row.natural<std::uint64_t>();
    file.list_root = row.optional_digest();
    file.published_at = row.time();
    return file;
}

}  // namespace slipway::storage
