#pragma once

#include "base/files/file_system.hpp"
#include "base/unique_fd.hpp"
#include "storage/catalog/events.hpp"
#include "storage/identity/catalog_place.hpp"

#include <memory>
#include <optional>

namespace slipway::storage {

/// `DATA/slipway.head`: the newest event that is known to be durable, written beside the catalog after each commit that
/// has one. A catalog whose audit log lacks it has lost commits: its log (`slipway.db-wal`) is missing, or it is an
/// older copy, or a database that was set back. The file is not synced: after a power cut it names an older event,
/// which the audit log has all the same.
class KnownHead {
public:
    /// Opens the file, makes it if need be; follows no link. Faults: unsupported (a symbolic link), io.
    static Result<std::unique_ptr<KnownHead>> open(const Path& data);

    /// Notes an event that is durable. Where that fails the older note stays, which is as true.
    void note(const AuditHead& head) const;

private:
    explicit KnownHead(UniqueFd fd) : fd_(std::move(fd)) {}
    UniqueFd fd_;
};

/// Nothing if none was noted, or the note is not whole. Faults: io.
Result<std::optional<AuditHead>> known_head(FileSystem& files, const Path& data);

/// Whether the catalog has every event that it is known to have had. Faults: corrupt, with what may have happened; io.
Result<> check_known_head(FileSystem& files, const CatalogPlace& place, const Catalog& catalog);

/// The same for whoever would go on from the catalog, and lose what its lost commits named: says the ways out. Faults:
/// unsupported, io.
Result<> refuse_lost_commits(FileSystem& files, const CatalogPlace& place, const Catalog& catalog);

}  // namespace slipway::storage
