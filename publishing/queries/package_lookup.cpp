#include "publishing/queries/package_lookup.hpp"

#include "base/text.hpp"

namespace slipway::publishing {

Result<storage::PackageRow> get_package_row(const storage::ReadTransaction& tx, storage::RowId repository,
                                            const Sha256& sha256) {
    auto row = TRY(storage::find_package(tx, repository, sha256));
    if (!row) row = TRY(storage::find_package_by_upload(tx, repository, sha256));
    if (row) return std::move(*row);
    const auto purges = TRY(storage::find_purges(tx, repository, sha256));
    if (!purges.empty()) return purged(purges.front());
    return Error(Fault::not_found, "this repository has no package with the SHA-256 " + sha256.hex());
}

Result<std::vector<Seconds>> upload_times_of(const View& view, RowId repository, std::span<const Sha256> packages) {
    return upload_times(TRY(storage::find_packages(view, repository, packages)), packages);
}

Result<std::string> first_text_of(const View& view, const PackageRow& package, std::size_t most) {
    return storage::first_document_of(view, package.id, most);
}

Error purged(const storage::PurgeRow& purge) {
    return Error("purged"_problem, purge.name + " " + purge.version + " (" + purge.architecture + ") was purged on " +
                                       iso_date(purge.purged_at) +
                                       "; its bytes are destroyed and never accepted again");
}

}  // namespace slipway::publishing
