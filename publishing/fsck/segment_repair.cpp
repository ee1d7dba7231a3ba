#include "publishing/fsck/segment_repair.hpp"

#include "publishing/rendered_index.hpp"
#include "publishing/stored_nodes.hpp"
#include "storage/catalog/packages.hpp"

#include <algorithm>

namespace slipway::publishing {
namespace {

Result<storage::DistroRow> distro_of(const DamagedFile& damaged) {
    for (const auto& distro : damaged.repository.distros)
        if (distro.id == damaged.file.distro) return distro;
    return Error(Fault::corrupt, "its distro does not exist");
}

Result<Output> output_of(const storage::DistroRow& distro, const storage::IndexFileRow& file) {
    for (auto& output : outputs_of(distro))
        if (output.document == file.document && index::name_of(output.form) == file.form) return std::move(output);
    return Error(Fault::unsupported, "its distro is not published in this form any more");
}

/// The text of one document of a block, from the texts of its packages.
Result<std::string> text_of_block(const storage::ReadTransaction& tx, const DamagedFile& damaged,
                                  const storage::DistroRow& distro, const Sha256& block) {
    const auto documents = documents_of(distro);
    std::vector<std::string> texts(documents.size());
    const StoredNodes nodes(tx);
    for (const auto& entry : TRY(index::entries_of(nodes, block))) {
        auto package = TRY(storage::find_package(tx, damaged.repository.id, entry.key.sha256));
        if (!package) return Error(Fault::corrupt, "package " + entry.key.sha256.hex() + " is missing in the catalog");
        package->documents = TRY(storage::documents_of(tx, damaged.repository.id, entry.key.sha256));
        TRY(append_texts(texts, distro, damaged.file.component, *package));
    }
    const auto which = std::ranges::find(documents, damaged.file.document) - documents.begin();
    return std::move(texts[static_cast<std::size_t>(which)]);
}

}  // namespace

Result<> repair_index_file(storage::Catalog& catalog, storage::SegmentStore& segments, const DamagedFile& damaged) {
    const auto distro = TRY(distro_of(damaged));
    const auto output = TRY(output_of(distro, damaged.file));
    if (variant_of(distro, damaged.file.component) != damaged.file.variant)
        return Error(Fault::unsupported, "it was rendered by another version of slipwayd");

    auto tx = TRY(catalog.write());
    const StoredNodes nodes(tx);
    for (const auto& block : TRY(index::blocks_of(nodes, damaged.file.list_root))) {
        const auto text = TRY(text_of_block(tx, damaged, distro, block.hash));
        const auto segment = TRY(index::render_segment(output.form, text));
        const auto extents = TRY(segments.append({&segment.bytes, 1}));
        TRY(storage::insert_segment(tx,
                                    row_of(block.hash, output, damaged.file.variant, {extents.front(), segment.info})));
    }
    TRY(segments.sync());
    TRY(check_index_file(tx, segments, damaged.file).during("after rendering it again"));
    return std::move(tx).commit();
}

}  // namespace slipway::publishing
