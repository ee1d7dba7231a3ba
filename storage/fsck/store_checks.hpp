#pragma once

#include "storage/blobs/blob_store.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/catalog/events.hpp"
#include "storage/catalog/publications.hpp"
#include "storage/fsck/findings.hpp"
#include "storage/segments/segment_store.hpp"

#include <optional>

namespace slipway::storage {

// The invariants of docs/storage.md that concern storage alone, one function for each. All block, read everything that
// they check, and put what is wrong into `findings`. They return a fault (io) if they could not check.

enum class Repair : unsigned char { no, yes };

/// Invariant 6: SQLite's integrity and foreign keys.
Result<> check_database(const Catalog& catalog, Findings& findings);
/// Invariant 13: the audit log is an unbroken chain, and contains its earlier head, if that is known.
Result<> check_events(const ReadTransaction& tx, const std::optional<AuditHead>& earlier_head, Findings& findings);
/// Invariants 1 and 3: every blob has the digest of its name; every package and pool name has its blob, of the right
/// size. Blobs that nothing names are leftovers once they are older than an hour. A repair removes damaged ones, for
/// which it needs the directory lock.
Result<> check_blobs(const ReadTransaction& tx, BlobStore& blobs, Repair repair, Findings& findings);
/// Invariant 4: every segment lies inside its pack. Packs without segments are leftovers.
Result<> check_extents(const ReadTransaction& tx, const SegmentStore& segments, Findings& findings);

/// Puts packs back from the trash that are needed and missing.
Result<> bring_back_packs(const ReadTransaction& tx, SegmentStore& segments, Findings& findings);

/// Invariant 4: every segment's bytes have their checksum. Returns the segments whose bytes do not. Faults: busy (a
/// segment cannot be read now).
Result<std::vector<SegmentRow>> check_segments(const ReadTransaction& tx, const SegmentStore& segments,
                                               Findings& findings);
std::string name_of(const SegmentRow& segment);

/// Deletes segments that are known to be lost; they are rendered again when an index needs them. Returns how many there
/// were.
Result<std::uint64_t> forget_lost_segments(WriteTransaction& tx);

/// Returns the digest of a stored file. Faults: not_found, busy, io.
Result<Sha256> digest_of_blob(const BlobStore& blobs, const Sha256& id);

}  // namespace slipway::storage
