#include "storage/fsck/store_checks.hpp"

#include "storage/catalog/packages.hpp"
#include "storage/catalog/publications.hpp"
#include "storage/gc/collector.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

namespace slipway::storage {
namespace {

constexpr std::size_t bytes_at_once = std::size_t{1} << 20;

/// Records what a check returned as an error. Only io is a fault of the check itself.
Result<> record_damage(Result<> checked, const char* check, Findings& findings) {
    if (checked.ok() || checked.error().fault() != Fault::corrupt) return checked;
    findings.damage(check, checked.error().message());
    return {};
}

constexpr const char* remedy = "; upload the package again, or bring the file back from a backup";

struct StoredBlob {
    std::uint64_t size = 0;
    std::chrono::seconds age{};
};

/// What is wrong with the content of a blob; "" when nothing is. Faults: busy (it cannot be looked at).
Result<std::string> fault_in(const BlobStore& blobs, const Sha256& id) {
    const auto digest = digest_of_blob(blobs, id);
    if (digest.ok()) return *digest == id ? "" : "has the content of " + digest->hex();
    if (digest.error().fault() == Fault::busy) return digest.error();
    if (digest.error().fault() == Fault::not_found) return "is not where it belongs";
    return "cannot be read: " + digest.error().message();
}

std::string out_of_service(const Sha256& id) {
    return "blob " + id.hex() + " is damaged, and not served any more" + remedy;
}

/// A package file that is not what its name says. A repair takes it out of service: wrong bytes are worse than none,
/// and the scrub of the daemon comes later than its first reader.
void report_damaged(BlobStore& blobs, const Sha256& id, const std::string& fault, Repair repair, Findings& findings) {
    const bool is_aside = repair == Repair::yes && blobs.quarantine(id).ok();
    findings.damage("blob", is_aside ? out_of_service(id) : "blob " + id.hex() + " " + fault + remedy);
}

/// If the content has the digest of its name, the catalog is wrong about the size.
Result<> check_other_size(BlobStore& blobs, const Sha256& id, std::uint64_t size, std::uint64_t expected, Repair repair,
                          Findings& findings) {
    const auto sizes = std::to_string(size) + " bytes instead of " + std::to_string(expected);
    const std::string fault = TRY(fault_in(blobs, id));
    if (fault.empty())
        findings.damage("package",
                        "blob " + id.hex() + " is whole, but has " + sizes + "; bring the catalog back from a backup");
    else
        report_damaged(blobs, id, "has " + sizes, repair, findings);
    return {};
}

/// Nobody misses a damaged blob that nothing names; but a later upload of its bytes would find it.
Result<> check_unnamed(BlobStore& blobs, const Sha256& id, const StoredBlob& blob, Repair repair, Findings& findings) {
    const std::string name = "blob " + id.hex();
    const std::string fault = TRY(fault_in(blobs, id));
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

/// Reports a missing blob, or brings it back from the trash, where a blob that was collected by mistake still is.
Result<> check_missing(BlobStore& blobs, const Sha256& id, Repair repair, Findings& findings) {
    const std::string name = "blob " + id.hex();
    const bool rests = !TRY(blobs.trash().list(id.hex())).empty();
    if (!rests && TRY(blobs.is_quarantined(id))) {
        findings.damage("blob", out_of_service(id));
        return {};
    }
    if (!rests || repair == Repair::no) {
        findings.damage("blob",
                        name + " is missing" + (rests ? "; it rests in the trash: --repair brings it back" : remedy));
        return {};
    }
    TRY(blobs.bring_back(id));
    const std::string fault = TRY(fault_in(blobs, id));
    if (fault.empty())
        findings.repaired("blob", name + " was missing; brought back from the trash");
    else
        findings.damage("blob", name + " was missing; what rested in the trash " + fault + remedy);
    return {};
}

}  // namespace

Result<Sha256> digest_of_blob(const BlobStore& blobs, const Sha256& id) {
    const auto file = TRY(blobs.open_to_check(id));
    Sha256Hasher hasher;
    for (std::uint64_t offset = 0;;) {
        const auto bytes = TRY(file->read(offset, bytes_at_once));
        if (bytes.empty()) return hasher.finish();
        hasher.update(bytes);
        offset += bytes.size();
    }
}

Result<> check_database(const Catalog& catalog, Findings& findings) {
    return record_damage(catalog.check(), "catalog", findings);
}

Result<> check_events(const ReadTransaction& tx, const std::optional<AuditHead>& earlier_head, Findings& findings) {
    TRY(record_damage(check_event_chain(tx), "events", findings));
    if (!earlier_head) return {};
    return record_damage(check_audit_head(tx, *earlier_head), "events", findings);
}

Result<> check_blobs(const ReadTransaction& tx, BlobStore& blobs, Repair repair, Findings& findings) {
    std::unordered_map<Sha256, StoredBlob> stored;
    TRY(blobs.visit([&](const Sha256& id, std::uint64_t size, std::chrono::seconds age) { stored[id] = {size, age}; }));

    std::unordered_map<Sha256, std::uint64_t> named;
    std::vector<Sha256> missing, of_other_size;
    TRY(visit_package_blobs(tx, [&](const Sha256& id, std::uint64_t size) {
        const auto found = stored.find(id);
        if (!named.emplace(id, size).second) {
            if (named[id] != size) findings.damage("blob", "the catalog gives blob " + id.hex() + " two sizes");
        } else if (found == stored.end()) {
            missing.push_back(id);
        } else if (found->second.size != size) {
            of_other_size.push_back(id);
        }
    }));
    for (const auto& id : missing) TRY(check_missing(blobs, id, repair, findings));
    for (const auto& id : of_other_size) TRY(check_other_size(blobs, id, stored[id].size, named[id], repair, findings));
    for (const auto& [id, blob] : stored) {
        const auto found = named.find(id);
        if (found == named.end()) {
            TRY(check_unnamed(blobs, id, blob, repair, findings));
        } else if (found->second == blob.size) {  // a wrong size was reported already
            const std::string fault = TRY(fault_in(blobs, id));
            if (!fault.empty()) report_damaged(blobs, id, fault, repair, findings);
        }
    }
    return {};
}

Result<> check_extents(const ReadTransaction& tx, const SegmentStore& segments, Findings& findings) {
    std::map<std::uint32_t, std::uint64_t> needed;  // pack → end of its last extent
    TRY(visit_segments(tx, [&](const SegmentRow& segment) {
        if (segment.extent.pack == Extent::nowhere) return;  // found by check_segments
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

Result<> bring_back_packs(const ReadTransaction& tx, SegmentStore& segments, Findings& findings) {
    std::set<std::uint32_t> missing;
    TRY(visit_segments(tx, [&](const SegmentRow& segment) { missing.insert(segment.extent.pack); }));
    missing.erase(Extent::nowhere);
    for (const auto& pack : TRY(segments.packs())) missing.erase(pack.number);
    for (const auto pack : missing)
        if (TRY(segments.bring_back(pack)))
            findings.repaired("pack", "pack " + std::to_string(pack) + " was missing; brought back from the trash");
    return {};
}

Result<std::vector<SegmentRow>> check_segments(const ReadTransaction& tx, const SegmentStore& segments,
                                               Findings& findings) {
    std::vector<SegmentRow> damaged;
    std::optional<Error> failure;  // of looking at one: nothing is known of it
    std::uint64_t unchecked = 0;
    TRY(visit_segments(tx, [&](const SegmentRow& segment) {
        if (!segment.has_checksum) ++unchecked;
        if (!segment.has_checksum || failure) return;
        const auto read = segments.read(segment.extent);
        if (read.ok()) return;
        if (read.error().fault() == Fault::busy)
            failure = read.error();
        else
            damaged.push_back(segment);
    }));
    if (failure) return *std::move(failure);
    if (unchecked > 0)
        findings.damage("segment", std::to_string(unchecked) +
                                       " segments have no checksum yet; start the daemon once, or run fsck --repair");
    for (const auto& segment : damaged)
        findings.damage("segment", name_of(segment) + " is not what was written, or is lost");
    return damaged;
}

std::string name_of(const SegmentRow& segment) {
    return fmt::format("the segment of block {} ({}, {}, pack {})", segment.block.hex(), name_of(segment.document),
                       name_of(segment.form), segment.extent.pack);
}

Result<std::uint64_t> forget_lost_segments(WriteTransaction& tx) {
    std::vector<SegmentRow> lost;
    TRY(visit_segments(tx, [&](const SegmentRow& segment) {
        if (segment.extent.pack == Extent::nowhere) lost.push_back(segment);
    }));
    for (const auto& segment : lost) TRY(delete_segment(tx, segment));
    return lost.size();
}

}  // namespace slipway::storage
