#pragma once

#include "publishing/model/model.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/catalog/publications.hpp"
#include "storage/fsck/findings.hpp"
#include "storage/segments/segment_store.hpp"

#include <vector>

namespace slipway::publishing {

/// Checks invariant 10: every index file, current or replaced, can be put together from its blocks and has its size and
/// digest. Equal files of several channels are read once. Faults: corrupt (this file), io. Blocks.
Result<> check_index_file(const storage::ReadTransaction& tx, const storage::SegmentStore& segments,
                          const storage::IndexFileRow& file);

/// A damaged index file, and the repository that it belongs to.
struct DamagedFile {
    storage::IndexFileRow file;
    storage::RepositoryRow repository;
    std::string message;
};

/// Calls `check_index_file` for all index files, and returns the damaged ones.
Result<std::vector<DamagedFile>> find_damaged_files(const storage::ReadTransaction& tx,
                                                    const storage::SegmentStore& segments);

}  // namespace slipway::publishing
