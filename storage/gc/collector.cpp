#include "storage/gc/collector.hpp"

#include "storage/catalog/packages.hpp"
#include "storage/catalog/publications.hpp"

#include <algorithm>
#include <set>
#include <unordered_set>

namespace slipway::storage {

std::uint64_t UnreferencedFiles::bytes() const {
    std::uint64_t sum = 0;
    for (const auto& blob : blobs) sum += blob.size;
    for (const auto& pack : packs) sum += pack.size;
    return sum;
}

std::uint64_t CollectionLimit::bytes_of(std::uint64_t stored_bytes) const {
    return std::max(least_bytes, stored_bytes / 100 * percent);
}

Result<EmptiedTrash> empty_trash(const BlobStore& blobs, const SegmentStore& segments, Seconds now,
                                 std::chrono::seconds rest, const std::function<bool()>& enough) {
    EmptiedTrash emptied;
    for (const Trash* trash : {&blobs.trash(), &segments.trash()}) {
        for (const auto& resting : TRY(trash->list())) {
            if (resting.since > now - rest || enough()) break;
            TRY(trash->remove(resting));
            ++emptied.files;
            emptied.bytes += resting.size;
        }
    }
    return emptied;
}

Result<std::uint64_t> resting_bytes(const BlobStore& blobs, const SegmentStore& segments) {
    std::uint64_t bytes = 0;
    for (const Trash* trash : {&blobs.trash(), &segments.trash()})
        for (const auto& resting : TRY(trash->list())) bytes += resting.size;
    return bytes;
}

Result<UnreferencedFiles> find_unreferenced_files(const ReadTransaction& tx, const BlobStore& blobs,
                                                  const SegmentStore& segments, std::chrono::seconds least_age) {
    std::unordered_set<Sha256> needed_blobs;
    TRY(visit_package_blobs(tx, [&](const Sha256& id, std::uint64_t) { needed_blobs.insert(id); }));
    std::set<std::uint32_t> needed_packs;
    TRY(visit_segments(tx, [&](const SegmentRow& row) { needed_packs.insert(row.extent.pack); }));

    UnreferencedFiles found;
    TRY(blobs.visit([&](const Sha256& id, std::uint64_t size, std::chrono::seconds age) {
        found.stored_bytes += size;
        if (age >= least_age && !needed_blobs.contains(id)) found.blobs.push_back({.id = id, .size = size});
    }));
    for (const auto& pack : TRY(segments.packs())) {
        found.stored_bytes += pack.size;
        const bool written = pack.number >= segments.current_pack();
        if (pack.age >= least_age && !written && !needed_packs.contains(pack.number)) found.packs.push_back(pack);
    }
    return found;
}

}  // namespace slipway::storage
