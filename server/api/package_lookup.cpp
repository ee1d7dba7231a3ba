#include "server/api/package_lookup.hpp"

#include "server/api/purges.hpp"

namespace slipway::api {

Result<Sha256> digest_in_path(const Call& call, std::string_view parameter) {
    const auto sha256 = Sha256::parse(call.parameter(parameter));
    if (!sha256) return Error(Fault::not_found, "a package is named by the 64 hexadecimal digits of its SHA-256");
    return *sha256;
}

Result<storage::PackageRow> get_package_row(const storage::ReadTransaction& tx, storage::RowId repository,
                                            const Sha256& sha256) {
    auto row = TRY(storage::find_package(tx, repository, sha256));
    if (!row) row = TRY(storage::find_package_by_upload(tx, repository, sha256));
    if (row) return std::move(*row);
    const auto purges = TRY(storage::find_purges(tx, repository, sha256));
    if (!purges.empty()) return purged(purges.front());
    return Error(Fault::not_found, "this repository has no package with the SHA-256 " + sha256.hex());
}

}  // namespace slipway::api
