#include "storage/fsck/store_checks.hpp"

#include "storage/catalog/packages.hpp"
#include "storage/catalog/publications.hpp"
#include "storage/gc/collector.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace slipway::storage {
namespace {

constexpr std::size_t read_size = std::size_t{1} << 20;

/// What a check returned as an error is what it found; only io kept it from looking.
Result<> note(Result<> checked, const char* check, Findings& findings) {
    if (checked.ok() || checked.error().fault() != Fault::corrupt) return checked;
    findings.damage(check, checked.error().message());
    return {};
}

struct StoredBlob {
    std::uint64_t size = 0;
    std::chrono::seconds age{};
};

/// What is wrong with the content of a blob; "" when nothing is.
std::string fault_in(const BlobStore& blobs, const Sha256& id) {
    const auto digest = digest_of_blob(blobs, id);
    if (digest.ok()) return *digest == id ? "" : "has the content of " + digest->hex();
    if (digest.error().fault() == Fault::not_found) return "is not where it belongs";
    return "cannot be read: " + digest.error().message();
}

/// Nobody misses a damaged blob that nothing names; but a later upload of its bytes would find it.
Result<> check_unnamed(BlobStore& blobs, const Sha256& id, const StoredBlob& blob, Repair repair, Findings& findings) {
    const std::string name = "blob " + id.hex();
    const std::string fault = fault_in(blobs, id);
    if (fault.empty()) {
        if (blob.age >= youngest_garbage) findings.leftover("blob", name + " is not referenced");
        return {};
    }
    if (!TRY(blobs.contains(id))) return {};  // removed since the directory was read
    const std::string message = name + ", which is not referenced, " + fault;
    if (repair == Repair::no) {
        findings.damage("blob", message);
        return {};
    }
    TRY(blobs.remove(id));
    findings.repaired("blob", message + "; removed");
    return {};
}

}  // namespace

Result<Sha256> digest_of_blob(const BlobStore& blobs, const Sha256& id) {
    const auto file = TRY(blobs.open_blob(id));
    Sha256Hasher hasher;
    for (std::uint64_t offset = 0;;) {
        const auto bytes = TRY(file->read(offset, read_size));
        if (bytes.empty()) return hasher.finish();
        hasher.update(bytes);
        offset += bytes.size();
    }
}

Result<> check_database(const Catalog& catalog, Findings& findings) {
    return note(catalog.check(), "catalog", findings);
}

Result<> check_events(const ReadTransaction& tx, const std::optional<AuditHead>& earlier_head, Findings& findings) {
    TRY(note(check_event_chain(tx), "events", findings));
    if (!earlier_head) return {};
    return note(check_audit_head(tx, *earlier_head), "events", findings);
}

Result<> check_blobs(const ReadTransaction& tx, BlobStore& blobs, Repair repair, Findings& findings) {
    std::unordered_map<Sha256, StoredBlob> stored;
    TRY(blobs.visit([&](const Sha256& id, std::uint64_t size, std::chrono::seconds age) { stored[id] = {size, age}; }));

    std::unordered_map<Sha256, std::uint64_t> named;
    TRY(visit_package_blobs(tx, [&](const Sha256& id, std::uint64_t size) {
        const auto found = stored.find(id);
        if (!named.emplace(id, size).second) {
            if (named[id] != size) findings.damage("blob", "the catalog gives blob " + id.hex() + " two sizes");
        } else if (found == stored.end()) {
            findings.damage("blob", "blob " + id.hex() + " is missing");
        } else if (found->second.size != size) {
            findings.damage("blob", "blob " + id.hex() + " has " + std::to_string(found->second.size) +
                                        " bytes instead of " + std::to_string(size));
        }
    }));
    for (const auto& [id, blob] : stored) {
        const auto found = named.find(id);
        if (found == named.end()) {
            TRY(check_unnamed(blobs, id, blob, repair, findings));
        } else if (found->second == blob.size) {  // a wrong size was reported already
            const std::string fault = fault_in(blobs, id);
            if (!fault.empty()) findings.damage("blob", "blob " + id.hex() + " " + fault);
        }
    }
    return {};
}

Result<> check_extents(const ReadTransaction& tx, const SegmentStore& segments, Findings& findings) {
    std::map<std::uint32_t, std::uint64_t> needed;  // pack → end of its last extent
    TRY(visit_segments(tx, [&](const SegmentRow& segment) {
        auto& end = needed[segment.extent.pack];
        end = std::max(end, segment.extent.offset + segment.extent.length);
    }));
    for (const auto& pack : TRY(segments.packs())) {
        const auto found = needed.find(pack.number);
        const std::string name = "pack " + std::to_string(pack.number);
        if (found == needed.end()) {
            if (pack.age >= youngest_garbage) findings.leftover("pack", name + " holds no segment");
            continue;
        }
        if (found->second > pack.size)
            findings.damage("pack", name + " has " + std::to_string(pack.size) + " bytes, but segments up to " +
                                        std::to_string(found->second));
        needed.erase(found);
    }
    for (const auto& [pack, end] : needed) findings.damage("pack", "pack " + std::to_string(pack) + " is missing");
    return {};
}

Result<std::uint64_t> forget_lost_segments(WriteTransaction& tx, const SegmentStore& segments) {
    std::map<std::uint32_t, std::uint64_t> sizes;
    for (const auto& pack : TRY(segments.packs())) sizes[pack.number] = pack.size;
    std::vector<SegmentRow> lost;
    TRY(visit_segments(tx, [&](const SegmentRow& segment) {
        if (segment.extent.offset + segment.extent.length > sizes[segment.extent.pack]) lost.push_back(segment);
    }));
    for (const auto& segment : lost) TRY(delete_segment(tx, segment));
    return lost.size();
}

}  // namespace slipway::storage
