#include "publishing/rendering/rendered_index.hpp"

#include "publishing/model/urls.hpp"

#include <algorithm>
#include <optional>

namespace slipway::publishing {

std::span<const Document> documents_of(const storage::DistroRow& distro) {
    return formats::of(distro.format).traits().documents;
}

std::vector<Output> outputs_of(const storage::DistroRow& distro) {
    return formats::of(distro.format).outputs(distro.compression);
}

std::string variant_of(const storage::DistroRow& distro, const std::string& component) {
    return formats::of(distro.format).variant(component);
}

std::string header_of(Document document, std::uint64_t count) {
    return formats::with_document(document).header(document, count);
}

std::string_view footer_of(Document document) { return formats::with_document(document).footer(document); }

bool counts_packages(Document document) { return !header_of(document, 0).empty(); }

Result<index::Joint> joint_of(const RenderedFile& file, std::uint64_t count) {
    std::vector<index::SegmentInfo> infos;
    for (const auto& segment : file.segments) infos.push_back(segment.info);
    const auto& [document, form] = file.output;
    return index::join_segments(form, header_of(document, count), infos, footer_of(document));
}

Result<> append_texts(std::vector<std::string>& texts, const storage::DistroRow& distro, const std::string& component,
                      const storage::PackageRow& package) {
    if (package.documents.size() != texts.size())
        return Error(Fault::corrupt, "package " + package.sha256.hex() + " has no texts; run slipwayd fsck");
    const auto& format = formats::of(distro.format);
    for (std::size_t i = 0; i < texts.size(); ++i)
        format.append_text(texts[i], package.documents[i], component, listed_file(package));
    return {};
}

bool RenderedIndex::offers(const index::Root& list, const storage::DistroRow& distro) const {
    if (!is_readable || root != list || variant != variant_of(distro, key.component)) return false;
    return std::ranges::equal(files, outputs_of(distro), {}, &RenderedFile::output);
}

const RenderedFile* RenderedIndex::find(Document document, index::Form form) const {
    for (const auto& file : files)
        if (file.output.document == document && file.output.form == form) return &file;
    return nullptr;
}

storage::SegmentRow row_of(const Sha256& block, const Output& output, const std::string& variant,
                           const PlacedSegment& segment) {
    storage::SegmentRow row;
    row.block = block;
    row.document = output.document;
    row.form = output.form;
    row.variant = variant;
    row.extent = segment.extent;
    row.text_size = segment.info.text_size;
    row.text_crc32 = segment.info.text_crc32;
    row.unpadded_size = segment.info.unpadded_size;
    return row;
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
    std::optional<Error> damage;  // told at the end, when all that is damaged has been noted
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
