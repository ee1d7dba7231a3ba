#include "publishing/content/package_reader.hpp"

namespace slipway::publishing {

Result<SharedPackage> StoredPackages::read(const Sha256& sha256) const {
    auto row = TRY(storage::find_package_with_documents(tx_, repository_, sha256));
    if (!row) return missing_package(sha256);
    return std::make_shared<const storage::PackageRow>(std::move(*row));
}

}  // namespace slipway::publishing
