#pragma once

#include "storage/blobs/blob_store.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/catalog/events.hpp"
#include "storage/catalog/publications.hpp"
#include "storage/fsck/findings.hpp"
#include "storage/segments/segment_store.hpp"

#include <optional>

namespace slipway::storage {

// The invariants of docs/storage.md that concern storage alone, one function each. All block, read everything they
// check, and put what is wrong into `findings`; their own faults (io) are trouble that kept them from checking.

enum class Repair : unsigned char { no, yes };

/// 6: SQLite's integrity and foreign keys.
Result<> check_database(const Catalog& catalog, Findings& findings);
/// 13: the audit log is an unbroken chain, and contains what was its head earlier, if that is known.
Result<> check_events(const ReadTransaction& tx, const std::optional<AuditHead>& earlier_head, Findings& findings);
/// 1 and 3: every blob has the digest of its name; every package and pool name has its blob, of the right size.
/// Blobs that nothing names are leftovers once they are older than an hour; damaged ones are removed by a repair, which
/// needs the directory lock.
Result<> check_blobs(const ReadTransaction& tx, BlobStore& blobs, Repair repair, Findings& findings);
/// 4: every segment lies inside its pack. Packs without segments are leftovers.
Result<> check_extents(const ReadTransaction& tx, const SegmentStore& segments, Findings& findings);

/// Puts packs back that are needed, missing, and rest in the trash.
Result<> bring_back_packs(const ReadTransaction& tx, SegmentStore& segments, Findings& findings);

/// 4: every segment's bytes have their checksum. Those that have not. Faults: busy (one cannot be looked at).
Result<std::vector<SegmentRow>> check_segments(const ReadTransaction& tx, const SegmentStore& segments,
                                               Findings& findings);
std::string name_of(const SegmentRow& segment);

/// Forgets segments that are known to be lost: they are rendered again when an index needs them. How many.
Result<std::uint64_t> forget_lost_segments(WriteTransaction& tx);

/// Hashes a stored file. Faults: not_found, busy, io.
Result<Sha256> digest_of_blob(const BlobStore& blobs, const Sha256& id);

}  // namespace slipway::storage
