#include "publishing/fsck/checker.hpp"

#include "publishing/fsck/list_checks.hpp"
#include "publishing/fsck/publication_checks.hpp"
#include "publishing/fsck/purge_checks.hpp"
#include "publishing/fsck/segment_repair.hpp"
#include "publishing/fsck/snapshot_checks.hpp"
#include "publishing/garbage.hpp"
#include "storage/fsck/store_checks.hpp"

namespace slipway::publishing {
namespace {

using storage::Repair;

Result<> check_all_but_packs(const CheckedStore& store, const storage::ReadTransaction& tx, Repair repair,
                             storage::Findings& findings) {
    TRY(storage::check_database(store.catalog, findings));
    TRY(storage::check_events(tx, store.earlier_audit_head, findings));
    TRY(storage::check_blobs(tx, store.blobs, repair, findings));
    TRY(check_purges(tx, store.blobs, repair, findings));
    TRY(check_lists(tx, findings));
    return check_entry_points(tx, findings);
}

/// With only leftovers in the way the collector can tell what is needed; in a damaged catalog it could not.
Result<> remove_leftovers(const CheckedStore& store, Seconds now, std::chrono::seconds keep_index_files) {
    auto tx = TRY(store.catalog.write());
    TRY(sweep_catalog(tx, now, keep_index_files));
    TRY(std::move(tx).commit());
    TRY(remove_unreferenced_files(store.catalog, store.blobs, store.segments, ClaimedBlobs()));
    return {};
}

/// Segments that no index file needs are lost without harm.
Result<> forget_lost_segments(const CheckedStore& store, storage::Findings& findings) {
    auto tx = TRY(store.catalog.write());
    const auto lost = TRY(storage::forget_lost_segments(tx, store.segments));
    if (lost == 0) return {};
    TRY(std::move(tx).commit());
    findings.repaired("pack",
                      std::to_string(lost) + " segments are lost; they are rendered again when they are needed");
    return {};
}

}  // namespace

Result<storage::Findings> check_store(const CheckedStore& store) {
    storage::Findings findings;
    const auto tx = TRY(store.catalog.read());
    TRY(check_all_but_packs(store, tx, Repair::no, findings));
    TRY(storage::check_extents(tx, store.segments, findings));
    for (const auto& damaged : TRY(find_damaged_files(tx, store.segments))) findings.damage("index", damaged.message);
    for (const auto& damaged : TRY(find_damaged_snapshots(tx))) findings.damage("snapshot", damaged.message);
    return findings;
}

Result<storage::Findings> repair_store(const CheckedStore& store, Seconds now, std::chrono::seconds keep_index_files) {
    storage::Findings findings;
    std::vector<DamagedFile> files;
    std::vector<DamagedSnapshot> snapshots;
    {
        const auto tx = TRY(store.catalog.read());
        TRY(check_all_but_packs(store, tx, Repair::yes, findings));
        files = TRY(find_damaged_files(tx, store.segments));
        snapshots = TRY(find_damaged_snapshots(tx));
    }
    TRY(forget_snapshots(store.catalog, snapshots));
    for (const auto& damaged : snapshots)
        findings.repaired("snapshot", damaged.message + "; it is rendered again when it is asked for");
    bool all_files_whole = true;
    for (const auto& damaged : files) {
        const auto repaired = repair_index_file(store.catalog, store.segments, damaged);
        all_files_whole = all_files_whole && repaired.ok();
        if (repaired.ok())
            findings.repaired("index", damaged.message + "; rendered again");
        else
            findings.damage("index", damaged.message + "; not repaired: " + repaired.error().message());
    }
    if (all_files_whole) TRY(forget_lost_segments(store, findings));
    if (findings.damage_left() == 0) TRY(remove_leftovers(store, now, keep_index_files));
    const auto tx = TRY(store.catalog.read());
    TRY(storage::check_extents(tx, store.segments, findings));
    return findings;
}

}  // namespace slipway::publishing
