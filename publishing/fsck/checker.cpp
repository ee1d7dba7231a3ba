#include "publishing/fsck/checker.hpp"

#include "publishing/fsck/entry_point_checks.hpp"
#include "publishing/fsck/index_file_checks.hpp"
#include "publishing/fsck/key_checks.hpp"
#include "publishing/fsck/list_checks.hpp"
#include "publishing/fsck/purge_checks.hpp"
#include "publishing/fsck/segment_repair.hpp"
#include "publishing/fsck/snapshot_checks.hpp"
#include "publishing/fsck/text_repair.hpp"
#include "publishing/garbage/garbage.hpp"
#include "publishing/rendering/segment_checksums.hpp"
#include "storage/catalog/publications.hpp"
#include "storage/fsck/store_checks.hpp"

#include <algorithm>

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
    TRY(check_entry_points(tx, findings));
    if (!store.key_files.empty()) TRY(check_unused_keys(tx, store.key_files, findings));
    if (store.has_sealed_keys) TRY(check_unused_sealed_keys(tx, findings));
    return store.keys == nullptr ? Result<>() : check_private_keys(tx, *store.keys, findings);
}

/// Precondition: the catalog is not damaged. Otherwise the collector could not say what is needed.
Result<> remove_leftovers(const CheckedStore& store, Seconds now, std::chrono::seconds keep_index_files) {
    auto tx = TRY(store.catalog.write());
    TRY(sweep_catalog(tx, now, keep_index_files));
    TRY(std::move(tx).commit());
    TRY(collect_unreferenced_files(store.catalog, store.blobs, store.segments, ClaimedBlobs(), now,
                                   storage::CollectionLimit{}));
    return {};
}

/// Segments that no index file needs are lost without harm.
Result<> forget_lost_segments(const CheckedStore& store, storage::Findings& findings) {
    auto tx = TRY(store.catalog.write());
    const auto lost = TRY(storage::forget_lost_segments(tx));
    if (lost == 0) return {};
    TRY(std::move(tx).commit());
    findings.repaired("pack",
                      std::to_string(lost) + " segments are lost; they are rendered again when they are needed");
    return {};
}

/// Not now and not later.
bool cannot_be_made(const Error& error) {
    return error.fault() == Fault::corrupt || error.fault() == Fault::unsupported;
}

/// What nobody needs but a client that is just about to ask for the current one.
Result<> forget_replaced_files(const CheckedStore& store, const storage::IndexFileRow& file) {
    auto tx = TRY(store.catalog.write());
    TRY(storage::forget_replaced_index_files(tx, file));
    return std::move(tx).commit();
}

/// Rows of replaced files that are not what was stored. Those of current ones stay until the daemon, which can sign,
/// publishes their indexes anew.
Result<> forget_damaged_replaced(const CheckedStore& store, const std::vector<DamagedFile>& files,
                                 storage::Findings& findings) {
    for (const auto& damaged : files) {
        if (damaged.file.is_whole || !damaged.file.replaced_at) continue;
        TRY(forget_replaced_files(store, damaged.file));
        findings.repaired("index", damaged.message + "; forgotten: it was replaced");
    }
    return {};
}

Result<> repair_index_files(const CheckedStore& store, storage::Findings& findings) {
    std::vector<DamagedFile> files;
    {
        const auto tx = TRY(store.catalog.read());
        files = TRY(find_damaged_files(tx, store.segments));
    }
    TRY(forget_damaged_replaced(store, files, findings));
    bool all_files_whole = true;
    for (const auto& damaged : files) {
        if (!damaged.file.is_whole && damaged.file.replaced_at) continue;
        const auto repaired = repair_index_file(store.catalog, store.segments, damaged);
        if (repaired.ok()) {
            findings.repaired("index", damaged.message + "; rendered again");
        } else if (damaged.file.replaced_at && cannot_be_made(repaired.error())) {
            TRY(forget_replaced_files(store, damaged.file));
            findings.repaired("index",
                              damaged.message + "; forgotten: it was replaced, and " + repaired.error().message());
        } else {
            all_files_whole = false;
            findings.damage("index", damaged.message + "; not repaired: " + repaired.error().message());
        }
    }
    return all_files_whole ? forget_lost_segments(store, findings) : Result<>();
}

Result<> repair_snapshots(const CheckedStore& store, storage::Findings& findings) {
    std::vector<DamagedSnapshot> snapshots;
    {
        const auto tx = TRY(store.catalog.read());
        snapshots = TRY(find_damaged_snapshots(tx));
    }
    TRY(forget_snapshots(store.catalog, snapshots));
    for (const auto& damaged : snapshots)
        findings.repaired("snapshot", damaged.message + "; it is rendered again when it is asked for");
    return {};
}

bool is_reported(const storage::Findings& findings, const storage::Finding& finding) {
    return std::ranges::any_of(findings.all(), [&](const storage::Finding& reported) {
        return !reported.repaired && reported.check == finding.check && reported.message.starts_with(finding.message);
    });
}

/// A repair that says that all is well must be right: everything is looked at once more.
Result<> check_again(const CheckedStore& store, storage::Findings& findings) {
    const auto again = TRY(check_store(store));
    for (const auto& finding : again.all())
        if (finding.kind == storage::Finding::Kind::damage && !is_reported(findings, finding))
            findings.damage(finding.check, finding.message);
    return {};
}

}  // namespace

Result<storage::Findings> check_store(const CheckedStore& store) {
    storage::Findings findings;
    const auto tx = TRY(store.catalog.read());
    TRY(check_all_but_packs(store, tx, Repair::no, findings));
    TRY(storage::check_extents(tx, store.segments, findings));
    TRY(storage::check_segments(tx, store.segments, findings));
    for (const auto& damaged : TRY(find_damaged_files(tx, store.segments))) findings.damage("index", damaged.message);
    for (const auto& damaged : TRY(find_damaged_snapshots(tx))) findings.damage("snapshot", damaged.message);
    return findings;
}

Result<storage::Findings> repair_store(const CheckedStore& store, Seconds now, std::chrono::seconds keep_index_files) {
    storage::Findings findings;
    {
        const auto tx = TRY(store.catalog.read());
        TRY(storage::bring_back_packs(tx, store.segments, findings));
    }
    TRY(fill_in_checksums(store.catalog, store.segments, Log(LogFormat::logfmt, LogLevel::error)));
    TRY(repair_texts(store.catalog, store.blobs, findings));
    std::vector<storage::SegmentRow> segments;
    {
        const auto tx = TRY(store.catalog.read());
        store.segments.begin_behind(TRY(storage::last_pack(tx)));
        TRY(check_all_but_packs(store, tx, Repair::yes, findings));
        storage::Findings told_when_repaired;
        segments = TRY(storage::check_segments(tx, store.segments, told_when_repaired));
    }
    TRY(repair_segments(store.catalog, store.segments, segments, findings));
    TRY(repair_index_files(store, findings));
    TRY(repair_snapshots(store, findings));
    TRY(check_again(store, findings));
    if (findings.damage_left() == 0) TRY(remove_leftovers(store, now, keep_index_files));
    return findings;
}

}  // namespace slipway::publishing
