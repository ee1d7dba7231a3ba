#pragma once

#include "base/files/file_system.hpp"
#include "base/unique_fd.hpp"
#include "storage/catalog/events.hpp"
#include "storage/identity/catalog_place.hpp"

#include <memory>
#include <optional>

namespace slipway::storage {

/// `DATA/slipway.head` records the newest event that is known to be durable. It is written after each commit that has
/// an event. A catalog whose audit log lacks this event has lost commits: its log (`slipway.db-wal`) is missing, or it
/// is an older copy, or a database that was set back. The file is not synced: after a power cut it names an older
/// event, which the audit log has, too.
class KnownHead {
public:
    /// Opens the file, or makes it. Follows no link. Faults: unsupported (a symbolic link), io.
    static Result<std::unique_ptr<KnownHead>> open(const Path& data);

    /// Records an event that is durable. If that fails the older record stays, which is as true.
    void record(const AuditHead& head) const;

private:
    explicit KnownHead(UniqueFd fd) : fd_(std::move(fd)) {}
    UniqueFd fd_;
};

/// Returns nothing if no event was recorded, or if the record is not whole. Faults: io.
Result<std::optional<AuditHead>> known_head(FileSystem& files, const Path& data);

/// Checks that the catalog has every event that it is known to have had. Faults: corrupt, with what may have happened;
/// io.
Result<> check_known_head(FileSystem& files, const CatalogPlace& place, const Catalog& catalog);

/// Checks the same before something goes on from the catalog, and would lose what the lost commits named. The message
/// says the ways out. Faults: unsupported, io.
Result<> refuse_lost_commits(FileSystem& files, const CatalogPlace& place, const Catalog& catalog);

}  // namespace slipway::storage
