#include "storage/backup/named_files.hpp"

#include "storage/catalog/packages.hpp"
#include "storage/catalog/purges.hpp"
#include "storage/catalog/segments.hpp"
#include "storage/catalog/sqlite_catalog.hpp"

#include <algorithm>

namespace slipway::storage {

Result<NamedFiles> files_named_by(const Path& catalog_file) {
    const auto catalog = TRY(SqliteCatalog::open(catalog_file, OpenMode::read_only));
    return files_named_by(TRY(catalog->read()));
}

Result<NamedFiles> files_named_by(const ReadTransaction& tx) {
    NamedFiles named;
    named.audit_head = TRY(audit_head(tx));
    TRY(visit_package_blobs(tx, [&](const Sha256& id, std::uint64_t size) { named.blobs[id] = size; }));
    TRY(visit_purges(tx, [&](const PurgeRow& purge) {
        if (!named.blobs.contains(purge.sha256)) named.purged.push_back(purge.sha256);
    }));
    TRY(visit_segments(tx, [&](const SegmentRow& segment) {
        if (segment.extent.pack == Extent::nowhere) return;
        auto& end = named.packs[segment.extent.pack];
        end = std::max(end, segment.extent.offset + segment.extent.length);
    }));
    return named;
}

}  // namespace slipway::storage
