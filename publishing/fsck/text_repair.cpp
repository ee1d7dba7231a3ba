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

/// A large file takes long to read, and a database ends a transaction to write that does nothing for long: so it is
/// read before one begins. Nobody else writes meanwhile.
Result<> repair_texts(storage::Catalog& catalog, const storage::BlobStore& blobs, storage::Findings& findings) {
    std::vector<storage::PackageRow> damaged;
    {
        const auto tx = TRY(catalog.read());
        for (const auto id : TRY(find_damaged(tx)))
            if (auto package = TRY(storage::find_package_by_id(tx, id))) damaged.push_back(std::move(*package));
    }
    for (const auto& package : damaged) {
        const auto made = texts_of_file(blobs, package);
        if (!made.ok()) continue;
        auto tx = TRY(catalog.write());
        TRY(storage::replace_texts(tx, package.id, *made));
        TRY(std::move(tx).commit());
        findings.repaired("package", "the texts of package " + package.sha256.hex() +
                                         " were damaged; made again from the package file");
    }
    return {};
}

}  // namespace slipway::publishing
