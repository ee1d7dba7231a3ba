#include "publishing/rendering/rendered_index.hpp"

#include <algorithm>
#include <optional>

namespace slipway::publishing {

Result<index::Joint> joint_of(const RenderedIndex& index, const RenderedFile& file, std::uint64_t count) {
    std::vector<index::SegmentInfo> infos;
    for (const auto& segment : file.segments) infos.push_back(segment.info);
    const auto& [document, form] = file.output;
    const auto& kind = kind_of(index.key);
    return index::join_segments(form, kind.header(document, count), infos, kind.footer(document));
}

std::string path_of(const RenderedIndex& index, const RenderedFile& file) {
    return kind_of(index.key).path({index.key.component, index.key.architecture, file.output, file.sha256});
}

bool RenderedIndex::offers(const index::Root& list, const storage::DistroRow& distro) const {
    if (!is_readable || standing != Standing::known) return false;
    if (root != list || variant != kind_of(key).variant(key.component)) return false;
    return std::ranges::equal(files, kind_of(key).outputs(distro.compression), {}, &RenderedFile::output);
}

const RenderedFile* RenderedIndex::find(Document document, index::Form form) const {
    for (const auto& file : files)
        if (file.output.document == document && file.output.form == form) return &file;
    return nullptr;
}

Checksum composition_of(const RenderedFile& file) {
    Checksummer checksum;
    checksum.add_field(file.joint.before);
    for (const auto& segment : file.segments) checksum.add_field(segment.extent.checksum.raw());
    checksum.add_field(file.joint.after);
    return checksum.value();
}

storage::IndexFileRow row_of(RowId channel, const RenderedIndex& index, const RenderedFile& file) {
    storage::IndexFileRow row;
    row.channel = channel;
    row.index = index.key;
    row.document = file.output.document;
    row.form = file.output.form;
    row.variant = index.variant;
    row.sha256 = file.sha256;
    row.size = file.size;
    row.list_root = index.root;
    row.published_at = file.published_at;
    row.composition = composition_of(file);
    return row;
}

storage::SegmentRow row_of(const Sha256& block, const Output& output, const std::string& variant,
                           const PlacedSegment& segment) {
    storage::SegmentRow row;
    row.block = block;
    row.document = output.document;
    row.form = output.form;
    row.variant = variant;
    row.extent = segment.extent;
    describe(row, segment.info);
    return row;
}

void describe(storage::SegmentRow& row, const index::SegmentInfo& info) {
    row.text_size = info.text_size;
    row.text_crc32 = info.text_crc32;
    row.unpadded_size = info.unpadded_size;
}

PlacedSegment placed(const storage::SegmentRow& row) {
    return {row.extent, {row.extent.length, row.text_size, row.text_crc32, row.unpadded_size}};
}

bool is_whole(const storage::SegmentStore& store, const RenderedIndex& index) {
    return std::ranges::all_of(index.files, [&](const RenderedFile& file) {
        return std::ranges::all_of(
            file.segments, [&](const PlacedSegment& segment) { return store.find(segment.extent).has_value(); });
    });
}

Result<Rope> rope_of(const storage::SegmentStore& store, const RenderedFile& file) {
    Rope rope{file.joint.before, {}, file.joint.after};
    std::shared_ptr<const ByteSource> pack;  // the one opened last
    std::uint32_t pack_number = storage::Extent::nowhere;
    std::uint64_t pack_size = 0;
    std::optional<Error> damage;  // reported at the end, after all damage was marked
    for (const auto& segment : file.segments) {
        const auto place = store.find(segment.extent);
        const bool is_open = place && place->pack == pack_number && place->offset + place->length <= pack_size;
        auto slice = is_open ? Result<Slice>(Slice{pack, place->offset, place->length}) : store.open(segment.extent);
        if (!slice.ok()) {
            damage = std::move(slice).error();
            continue;
        }
        if (!is_open) {
            pack = slice->source;
            pack_size = TRY(pack->size());
            // Which pack it is of a segment that was moved meanwhile is not known.
            const bool stayed = place && store.find(segment.extent) == place;
            pack_number = stayed ? place->pack : storage::Extent::nowhere;
        }
        auto& slices = rope.slices;
        const bool continues = !slices.empty() && slices.back().source == slice->source &&
                               slices.back().offset + slices.back().length == slice->offset;
        if (continues)
            slices.back().length += slice->length;
        else
            slices.push_back(std::move(*slice));
    }
    if (damage) return std::move(*damage);
    return rope;
}

}  // namespace slipway::publishing
