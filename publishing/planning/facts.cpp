#include "publishing/planning/facts.hpp"

#include "publishing/model/purge.hpp"

namespace slipway::publishing {
namespace {

std::optional<storage::PackageRow> take(Facts::Packages found, const Sha256& digest) {
    const auto row = found.find(digest);
    return row == found.end() ? std::nullopt : std::optional(std::move(row->second));
}

}  // namespace

Result<std::optional<storage::PackageRow>> Facts::find_package(const Sha256& served) const {
    return take(TRY(find_packages({&served, 1})), served);
}

Result<std::optional<storage::PackageRow>> Facts::find_newest(const Sha256& uploaded) const {
    return take(TRY(find_newest_of({&uploaded, 1})), uploaded);
}

Result<Facts::Packages> find_listed_packages(const Facts& facts, const RepositoryState& repository,
                                             std::span<const Sha256> listed) {
    auto packages = TRY(facts.find_packages(listed));
    for (const auto& sha256 : listed)
        if (!packages.contains(sha256) && !is_purged(repository, sha256)) return missing_package(sha256);
    return packages;
}

}  // namespace slipway::publishing
