// The end of a purge: its bytes are destroyed. The row of the purge is committed and no IO thread uses the older tree
// any more, so this repository will never need them again; another one may. The next start finds by the same rows what
// a crash or a failure left.
#include "publishing/publisher/purged_blobs.hpp"

#include "publishing/publisher/publisher_state.hpp"

#include <unordered_set>

namespace slipway::publishing {

/// Destroys the bytes unless another repository or an upload needs them. An upload of purged bytes is refused when its
/// turn comes, and releases them; then this function runs again.
PurgedBytes PurgedBlobs::destroy(const Sha256& blob) {
    auto found = PurgedBytes::destroyed;
    const auto destroy_unless_needed = [&]() -> Result<> {
        const auto tx = TRY(of_.parts.catalog.write());  // no row can begin to need the bytes meanwhile
        if (TRY(storage::is_blob_needed(tx, blob))) {
            found = PurgedBytes::kept_by_another;
            return {};
        }
        if (!TRY(of_.parts.claims.unless_claimed(blob, [&] { return of_.parts.blobs.destroy(blob); })))
            found = PurgedBytes::kept_by_upload;
        return {};
    };
    if (const auto done = destroy_unless_needed(); !done.ok()) {
        of_.parts.log.failure("the bytes of a purged package could not be destroyed; the next start tries again",
                              done.error());
        return PurgedBytes::kept_by_a_failure;
    }
    if (found == PurgedBytes::kept_by_upload)
        of_.parts.claims.when_released(blob, [this, blob] { of_.turns.post([this, blob] { destroy(blob); }); });
    return found;
}

void PurgedBlobs::destroy(std::map<Sha256, PurgedBytes>& blobs) {
    if (blobs.empty()) return;
    of_.turns.run([&] {
        for (auto& [blob, bytes] : blobs) bytes = destroy(blob);
    });
}

/// What an earlier run has not come to.
void PurgedBlobs::destroy_left() {
    std::vector<Sha256> left;
    const auto find = [&]() -> Result<> {
        const auto tx = TRY(of_.parts.catalog.read());
        std::vector<Sha256> purged;
        TRY(storage::visit_purges(tx, [&](const storage::PurgeRow& purge) { purged.push_back(purge.sha256); }));
        std::unordered_set<std::string> resting;
        for (const auto& file : TRY(of_.parts.blobs.trash().list())) resting.insert(file.name);
        for (const auto& blob : purged)
            if (resting.contains(blob.hex()) || TRY(of_.parts.blobs.contains(blob))) left.push_back(blob);
        return {};
    };
    if (const auto found = find(); !found.ok())
        of_.parts.log.failure("purged packages could not be looked for; the next start tries again", found.error());
    for (const auto& blob : left) destroy(blob);
}

}  // namespace slipway::publishing
