#include "publishing/planning/facts.hpp"

#include "publishing/model/purge.hpp"

namespace slipway::publishing {

Result<std::optional<storage::PackageRow>> find_listed_package(const Facts& facts, const RepositoryState& repository,
                                                               const Sha256& sha256) {
    auto row = TRY(facts.find_package(sha256));
    if (!row && !is_purged(repository, sha256)) return missing_package(sha256);
    return row;
}

}  // namespace slipway::publishing
