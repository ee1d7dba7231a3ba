// By what a package is found: name, summary, provided names. They stand in the texts of its index already, but packed;
// a search that unpacked sixty thousand of them would take seconds. So they are stored once more, small and in lower
// case, with the package's row.
#include "publishing/content/search_texts.hpp"

#include "base/text.hpp"
#include "publishing/content/file_hashes.hpp"
#include "repo-format/formats/package_format.hpp"

namespace slipway::publishing {
namespace {

constexpr std::size_t texts_at_once = 1000;

std::string provided_names(const storage::PackageRow& package) {
    if (package.documents.empty()) return {};
    return formats::of(package.format).provided_names(package.documents.front());
}

storage::SearchText search_text_of(const storage::PackageRow& package, storage::RowId id) {
    return {id,
            package.repository,
            package.sha256,
            to_lower(package.name),
            to_lower(package.summary),
            provided_names(package)};
}

/// Damaged documents are somebody else's to mend: then the package is found by name and summary.
Result<> fill_in(storage::WriteTransaction& tx, storage::PackageRow package, const Log& log) {
    auto documents = storage::documents_of(tx, package.repository, package.sha256);
    if (documents.ok())
        package.documents = std::move(documents).release();
    else
        log.failure("the provides of a package cannot be searched", documents.error());
    return storage::insert_search_text(tx, search_text_of(package, package.id));
}

}  // namespace

Result<> store_package(storage::WriteTransaction& tx, const storage::PackageRow& package) {
    const auto id = TRY(storage::insert_package(tx, package));
    if (const auto files = file_hashes_of(package))
        TRY(storage::insert_file_hashes(tx, {id, package.repository, *files}));
    return storage::insert_search_text(tx, search_text_of(package, id));
}

Result<> fill_in_search_texts(storage::Catalog& catalog, const Log& log) {
    std::uint64_t count = 0;
    while (true) {
        auto tx = TRY(catalog.write());
        const auto packages = TRY(storage::packages_without_search_text(tx, texts_at_once));
        for (const auto& package : packages) TRY(fill_in(tx, package, log));
        TRY(std::move(tx).commit());
        count += packages.size();
        if (packages.size() < texts_at_once) break;
        log.info("packages get texts to be found by", {{"packages", std::to_string(count)}});
    }
    if (count > 0) log.info("every package can be searched", {{"packages", std::to_string(count)}});
    return {};
}

}  // namespace slipway::publishing
