#pragma once

#include "base/digest.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/catalog/packages.hpp"

#include <functional>
#include <string>
#include <vector>

namespace slipway::storage {

/// The hashes by which a search for a file finds an rpm (publishing/content/file_hashes.hpp). The row is deleted with
/// its package.
struct FileHashes {
    RowId package = 0;
    RowId repository = 0;
    std::string hashes{};  // 8 bytes each
};

/// Does nothing if the package has some.
Result<> insert_file_hashes(WriteTransaction& tx, const FileHashes& files);

/// Visits the rows of all rpms of a repository, whether or not a channel has them. Reads all of them.
Result<> visit_file_hashes(const ReadTransaction& tx, RowId repository,
                           const std::function<void(const FileHashes&)>& visitor);

/// Returns at most `most` rpms that are older than such hashes and have none yet, oldest first, without their
/// documents. Returns none once `mark_file_hashes_complete` was called. A caller that adds the hashes in this order,
/// before there are newer packages, can go on after an interruption.
Result<std::vector<PackageRow>> rpms_without_file_hashes(const ReadTransaction& tx, std::size_t most);
Result<> mark_file_hashes_complete(WriteTransaction& tx);

}  // namespace slipway::storage
