#pragma once

#include "base/digest.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/catalog/packages.hpp"

#include <functional>
#include <string>
#include <vector>

namespace slipway::storage {

/// By which files an rpm is found: see publishing/content/file_hashes.hpp. Goes with its package.
struct FileHashes {
    RowId package = 0;
    RowId repository = 0;
    std::string hashes{};  // 8 bytes each
};

/// Does nothing if the package has some.
Result<> insert_file_hashes(WriteTransaction& tx, const FileHashes& files);

/// Those of one repository, of all its rpms, whether a channel has them or not. Costs a read of all of them.
Result<> visit_file_hashes(const ReadTransaction& tx, RowId repository,
                           const std::function<void(const FileHashes&)>& visitor);

/// At most `most` rpms from the time before there were such hashes, oldest first, without their documents; none once it
/// is noted that all have theirs. Whoever gives them theirs in this order, before there are newer packages, can go on
/// after an interruption.
Result<std::vector<PackageRow>> rpms_without_file_hashes(const ReadTransaction& tx, std::size_t most);
Result<> note_file_hashes_are_complete(WriteTransaction& tx);

}  // namespace slipway::storage
