#include "storage/gc/collector.hpp"

#include "storage/catalog/packages.hpp"
#include "storage/catalog/publications.hpp"

#include <set>
#include <unordered_set>

namespace slipway::storage {

std::uint64_t UnreferencedFiles::bytes() const {
    std::uint64_t sum = 0;
    for (const auto& blob : blobs) sum += blob.size;
    for (const auto& pack : packs) sum += pack.size;
    return sum;
}

Result<UnreferencedFiles> find_unreferenced_files(const ReadTransaction& tx, const BlobStore& blobs,
                                                  const SegmentStore& segments, std::chrono::seconds least_age) {
    std::unordered_set<Sha256> needed_blobs;
    TRY(visit_package_blobs(tx, [&](const Sha256& id, std::uint64_t) { needed_blobs.insert(id); }));
    std::set<std::uint32_t> needed_packs;
    TRY(visit_segments(tx, [&](const SegmentRow& row) { needed_packs.insert(row.extent.pack); }));

    UnreferencedFiles found;
    TRY(blobs.visit([&](const Sha256& id, std::uint64_t size, std::chrono::seconds age) {
        if (age >= least_age && !needed_blobs.contains(id)) found.blobs.push_back({.id = id, .size = size});
    }));
    for (const auto& pack : TRY(segments.packs())) {
        const bool written = pack.number >= segments.current_pack();
        if (pack.age >= least_age && !written && !needed_packs.contains(pack.number)) found.packs.push_back(pack);
    }
    return found;
}

}  // namespace slipway::storage
