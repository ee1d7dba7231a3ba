#include "publishing/planning/planned_packages.hpp"

namespace slipway::publishing {

Result<SharedPackage> PlannedPackages::read(const Sha256& sha256) const {
    if (const auto found = pending_.find(sha256); found != pending_.end()) return found->second;
    return std::make_shared<const storage::PackageRow>(TRY(facts_.read_package(sha256)));
}

}  // namespace slipway::publishing
