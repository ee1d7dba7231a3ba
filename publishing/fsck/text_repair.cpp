#include "publishing/fsck/text_repair.hpp"

#include "base/stream.hpp"
#include "publishing/intake/expansion.hpp"
#include "repo-format/formats/package_format.hpp"
#include "storage/catalog/packages.hpp"

namespace slipway::publishing {
namespace {

constexpr std::size_t texts_at_once = 500;

Result<std::vector<storage::RowId>> find_damaged(const storage::ReadTransaction& tx) {
    std::vector<storage::RowId> damaged;
    storage::RowId last = 0;
    while (true) {
        const auto texts = TRY(storage::texts_behind(tx, last, texts_at_once));
        for (const auto& text : texts)
            if (!storage::check_texts(text).ok()) damaged.push_back(text.package);
        if (texts.size() < texts_at_once) return damaged;
        last = texts.back().package;
    }
}

/// As when the package was taken in.
Result<std::vector<std::string>> texts_of_file(const storage::BlobStore& blobs, storage::PackageRow package) {
    if (!TRY(blobs.is_whole(package.sha256))) return Error(Fault::corrupt, "its package file is damaged, too");
    auto file = TRY(blobs.open_blob(package.sha256));
    const auto bytes = TRY(SourceBytes::of(std::move(file)));
    publishing::describe(package, *TRY(formats::of(package.format).read(bytes, formats::Depth::headers)));
    return std::move(package.documents);
}

}  // namespace

Result<> repair_texts(storage::Catalog& catalog, const storage::BlobStore& blobs, storage::Findings& findings) {
    auto tx = TRY(catalog.write());
    const auto damaged = TRY(find_damaged(tx));
    for (const auto id : damaged) {
        auto package = TRY(storage::find_package_by_id(tx, id));
        if (!package) continue;
        const auto made = texts_of_file(blobs, *package);
        if (!made.ok()) continue;
        TRY(storage::replace_texts(tx, id, *made));
        findings.repaired("package", "the texts of package " + package->sha256.hex() +
                                         " were damaged; made again from the package file");
    }
    return std::move(tx).commit();
}

}  // namespace slipway::publishing
