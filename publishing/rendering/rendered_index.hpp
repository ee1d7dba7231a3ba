#pragma once

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "base/rope.hpp"
#include "publishing/model/model.hpp"
#include "repo-format/formats/package_format.hpp"
#include "repo-format/index/segment.hpp"
#include "repo-format/index/tree.hpp"
#include "storage/catalog/packages.hpp"
#include "storage/catalog/publications.hpp"
#include "storage/segments/segment_store.hpp"

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::publishing {

using formats::Output;

/// One block's text in one form, and where it is stored.
struct PlacedSegment {
    storage::Extent extent;
    index::SegmentInfo info;

    /// Returns whether nothing is known of the segment, so that the file cannot be put together.
    bool is_lost() const { return extent.length == 0; }
};

/// The state of a file's digest at the end of its first `segments` segments.
struct DigestState {
    std::size_t segments = 0;
    std::uint64_t size = 0;
    std::shared_ptr<const Sha256Hasher> hasher;
};

/// States of the digest that a file would have behind another header. Thread-safe.
class StatesAhead {
public:
    void put(std::string header, std::vector<DigestState> states) {
        const std::lock_guard lock(mutex_);
        header_ = std::move(header);
        states_ = std::move(states);
    }
    /// Returns the states, or none if another header was expected.
    std::vector<DigestState> behind(const std::string& header) const {
        const std::lock_guard lock(mutex_);
        return header == header_ ? states_ : std::vector<DigestState>();
    }

private:
    mutable std::mutex mutex_;
    std::string header_;
    std::vector<DigestState> states_;
};

/// One whole output of an index.
struct RenderedFile {
    Output output;
    std::vector<PlacedSegment> segments;  // one per block
    index::Joint joint;
    Sha256 sha256;
    std::uint64_t size = 0;
    Seconds published_at{};
    std::vector<DigestState> digest_states;  // in order; none for a file loaded at the start (file_digest.hpp)
    std::shared_ptr<StatesAhead> ahead;      // null if the header counts no entries, or as above
};

/// Consecutive blocks of an index; `end` is behind the last one.
struct BlockRange {
    std::size_t begin = 0;
    std::size_t end = 0;

    std::size_t count() const { return end - begin; }
    bool empty() const { return end <= begin; }
};

/// What is known of the digests of an index.
enum class Standing : unsigned char {
    known,    // they are those of its bytes
    older,    // they are from before rows had checksums: nothing of the index is signed before it is hashed again
    damaged,  // a row of it is lost or damaged, or it has other segments: the start publishes it anew
};

/// An index of one generation in all its outputs. Immutable once published.
struct RenderedIndex {
    IndexKey key;
    index::Root root;
    std::uint64_t count = 0;
    std::string variant;
    std::vector<Sha256> blocks;
    std::vector<RenderedFile> files;  // in the order of IndexKind::outputs
    bool is_readable = true;          // false: its files cannot be put together
    Standing standing = Standing::known;

    /// Returns whether a new rendering of this list would be the same.
    bool offers(const index::Root& list, const storage::DistroRow& distro) const;
    /// Returns null if the index does not offer this output.
    const RenderedFile* find(Document document, index::Form form) const;
};

/// Returns a checksum over the frame of a file and the checksums of its segments. Files of equal composition have equal
/// bytes.
Checksum composition_of(const RenderedFile& file);
/// Return the rows that the catalog stores.
storage::IndexFileRow row_of(RowId channel, const RenderedIndex& index, const RenderedFile& file);

storage::SegmentRow row_of(const Sha256& block, const Output& output, const std::string& variant,
                           const PlacedSegment& segment);
PlacedSegment placed(const storage::SegmentRow& row);
/// Fills in what the row says of the segment's text.
void describe(storage::SegmentRow& row, const index::SegmentInfo& info);

/// Returns what joins the segments of `file`, which belongs to `index`, to a file of `count` entries. Faults: internal.
Result<index::Joint> joint_of(const RenderedIndex& index, const RenderedFile& file, std::uint64_t count);

/// Returns the path of a file of the index below its channel.
std::string path_of(const RenderedIndex& index, const RenderedFile& file);

/// Returns whether no segment of the index is known to be damaged or lost.
bool is_whole(const storage::SegmentStore& store, const RenderedIndex& index);

/// Returns the file as it is served: neighbouring extents become one slice. Opens packs; blocks. Faults: corrupt
/// (segments are damaged, and the store has marked all of them).
Result<Rope> rope_of(const storage::SegmentStore& store, const RenderedFile& file);

}  // namespace slipway::publishing
