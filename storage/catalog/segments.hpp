#pragma once

#include "base/digest.hpp"
#include "base/words.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/segments/segment_store.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace slipway::storage {

/// Where the text of one block in one form is. `variant` distinguishes renderings of one block that depend on more than
/// the packages (deb: the component, because the pool path has it), and versions of the renderer.
struct SegmentRow {
    Sha256 block{};
    Document document{};
    Form form{};
    std::string variant{};
    Extent extent{};
    std::uint64_t text_size = 0;
    std::uint32_t text_crc32 = 0;
    std::uint64_t unpadded_size = 0;
    bool has_checksum = true;  // false if it is older than checksums are; then `extent.checksum` means nothing
    bool is_whole = true;      // false if the row is not what was stored; then its segment is lost, and has no extent
};
/// Returns nothing if there is no such segment.
Result<std::optional<SegmentRow>> find_segment(const ReadTransaction& tx, const Sha256& block, Document document,
                                               Form form, const std::string& variant);

/// The segments of some blocks in one variant.
class BlockSegments {
public:
    /// Returns null if there is none. Valid while this lives.
    const SegmentRow* find(const Sha256& block, Document document, Form form) const;
    void add(SegmentRow segment);

private:
    std::unordered_map<Sha256, std::vector<SegmentRow>> by_block_;
};

/// Returns the segments of these blocks in all documents and forms. It is one query, where `find_segment` needs one for
/// each block and form.
Result<BlockSegments> find_segments(const ReadTransaction& tx, std::span<const Sha256> blocks,
                                    const std::string& variant);

/// Replaces a segment of the same key.
Result<> insert_segment(WriteTransaction& tx, const SegmentRow& segment);
Result<> visit_segments(const ReadTransaction& tx, const std::function<void(const SegmentRow&)>& visitor);
/// Returns the next `most` segments behind `last`, in the order of their keys.
Result<std::vector<SegmentRow>> segments_behind(const ReadTransaction& tx, const std::optional<SegmentRow>& last,
                                                std::size_t most);
/// Returns at most `most` segments that are older than checksums are.
Result<std::vector<SegmentRow>> segments_without_checksum(const ReadTransaction& tx, std::size_t most);
/// Returns the highest number of a pack that has a segment, or 0 if there is none.
Result<std::uint32_t> last_pack(const ReadTransaction& tx);
Result<> delete_segment(WriteTransaction& tx, const SegmentRow& segment);
/// Deletes all segments of a block, and returns how many there were.
Result<std::uint64_t> delete_segments_of(WriteTransaction& tx, const Sha256& block);

}  // namespace slipway::storage
