#include "publishing/rendering/rendered_index.hpp"

#include "repo-format/apt/packages_stanza.hpp"
#include "repo-format/deb/pool_path.hpp"
#include "repo-format/yum/documents.hpp"

#include <algorithm>
#include <optional>

namespace slipway::publishing {
namespace {

// Raised when a renderer writes other text for the same packages: older segments are then not used any more for new
// indexes.
constexpr std::string_view renderer_version = "1";

std::optional<yum::Document> yum_document(std::string_view name) {
    for (const auto document : {yum::Document::primary, yum::Document::filelists, yum::Document::other})
        if (yum::name_of(document) == name) return document;
    return std::nullopt;
}

}  // namespace

std::vector<std::string> documents_of(const storage::DistroRow& distro) {
    if (distro.format == "deb") return {"Packages"};
    return {"primary", "filelists", "other"};
}

std::vector<Output> outputs_of(const storage::DistroRow& distro) {
    using index::Form;
    if (distro.format == "deb") return {{"Packages", Form::plain}, {"Packages", Form::gzip}, {"Packages", Form::xz}};
    const Form compressed = distro.compression == "zst" ? Form::zstd : Form::gzip;
    std::vector<Output> outputs;
    for (const auto& document : documents_of(distro)) {
        outputs.push_back({document, Form::plain});
        outputs.push_back({document, compressed});
    }
    return outputs;
}

std::string variant_of(const storage::DistroRow& distro, const std::string& component) {
    std::string variant(renderer_version);
    if (distro.format == "deb") variant += "/" + component;
    return variant;
}

std::string header_of(const std::string& document, std::uint64_t count) {
    const auto known = yum_document(document);
    return known ? yum::header_of(*known, count) : std::string();
}

std::string footer_of(const std::string& document) {
    const auto known = yum_document(document);
    return known ? std::string(yum::footer_of(*known)) : std::string();
}

bool counts_packages(const std::string& document) { return !header_of(document, 0).empty(); }

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
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (distro.format != "deb")
            texts[i] += package.documents[i];
        else
            texts[i] += apt::packages_stanza(
                package.documents[i], deb::pool_path(component, package.source, package.sha256, package.file_name),
                package.size, package.sha256);
    }
    return {};
}

bool RenderedIndex::offers(const index::Root& list, const storage::DistroRow& distro) const {
    if (!is_readable || standing != Standing::known) return false;
    if (root != list || variant != variant_of(distro, key.component)) return false;
    return std::ranges::equal(files, outputs_of(distro), {}, &RenderedFile::output);
}

const RenderedFile* RenderedIndex::find(std::string_view document, index::Form form) const {
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
    row.distro = index.key.distro;
    row.component = index.key.component;
    row.architecture = index.key.architecture;
    row.document = file.output.document;
    row.form = std::string(index::name_of(file.output.form));
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
    row.form = std::string(index::name_of(output.form));
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
    std::optional<storage::SegmentStore::Slice> last;
    std::uint64_t last_pack_size = 0;
    std::optional<Error> damage;  // told at the end, when all that is damaged has been noted
    for (const auto& segment : file.segments) {
        const auto place = store.find(segment.extent);
        const bool same_pack = place && last && last->extent.pack == place->pack;
        if (!same_pack || place->offset + place->length > last_pack_size) {
            auto opened = store.open(segment.extent);
            if (!opened.ok()) {
                damage = std::move(opened).error();
                continue;
            }
            last = std::move(opened).release();
            last_pack_size = TRY(last->pack->size());
        }
        auto& slices = rope.slices;
        if (same_pack && !slices.empty() && slices.back().offset + slices.back().length == place->offset)
            slices.back().length += place->length;
        else
            slices.push_back({last->pack, last->pack->descriptor(), place->offset, place->length});
    }
    if (damage) return std::move(*damage);
    return rope;
}

}  // namespace slipway::publishing
