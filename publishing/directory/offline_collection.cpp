#include "publishing/directory/offline_collection.hpp"

#include <fmt/format.h>

namespace slipway::publishing {
namespace {

/// A catalog that lost its rows would let the collection remove everything, so more than the limit needs `force`.
Result<> check_share(const GarbageRules& rules, const storage::UnreferencedFiles& files) {
    const auto most = rules.limit.bytes_of(files.stored_bytes);
    if (files.bytes() <= most) return {};
    return Error(
        Fault::precondition_failed,
        fmt::format("{} of {} stored bytes are garbage, more than the {} that may be removed at once "
                    "(gc.share_percent, gc.share_least); nothing was removed. If that is expected: slipwayd gc --force",
                    files.bytes(), files.stored_bytes, most));
}

Result<SweptRows> sweep(DataDirectory& data, const GarbageRules& rules, Force force, Seconds now) {
    auto tx = TRY(data.catalog->write());
    const auto rows = TRY(sweep_catalog(tx, now, rules.keep_index_files));
    if (force == Force::no) {
        const auto files = TRY(storage::find_unreferenced_files(tx, *data.stores.blobs, *data.stores.segments));
        TRY(check_share(rules, files));
    }
    TRY(std::move(tx).commit());
    return rows;
}

}  // namespace

Result<OfflineCollection> dry_run_collection(DataDirectory& data, const GarbageRules& rules, Seconds now) {
    OfflineCollection would;
    auto tx = TRY(data.catalog->write());
    would.rows = TRY(sweep_catalog(tx, now, rules.keep_index_files));
    would.files = TRY(storage::find_unreferenced_files(tx, *data.stores.blobs, *data.stores.segments));
    if (auto share = check_share(rules, would.files); !share.ok()) would.refusal = std::move(share).error();
    return would;
}

Result<OfflineCollection> collect_offline(DataDirectory& data, const GarbageRules& rules, Force force, Seconds now) {
    OfflineCollection did;
    did.rows = TRY(sweep(data, rules, force, now));
    auto collected = TRY(collect_unreferenced_files(*data.catalog, *data.stores.blobs, *data.stores.segments,
                                                    ClaimedBlobs(), now, std::nullopt));
    did.files = std::move(collected.moved_to_trash);
    const auto emptied =
        TRY(storage::empty_trash(*data.stores.blobs, *data.stores.segments, now, rules.rest, [] { return false; }));
    did.freed_bytes = emptied.bytes;
    did.resting_bytes = TRY(storage::resting_bytes(*data.stores.blobs, *data.stores.segments));
    TRY(data.stores.blobs->end_abandoned_uploads(now));
    return did;
}

}  // namespace slipway::publishing
