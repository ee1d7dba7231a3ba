#include "publishing/planning/catalog_facts.hpp"

#include "publishing/content/past_revisions.hpp"

namespace slipway::publishing {

Result<Facts::Packages> CatalogFacts::find_packages(std::span<const Sha256> served) const {
    return storage::find_packages(tx_, id_, served);
}

Result<storage::PackageRow> CatalogFacts::read_package(const Sha256& served) const {
    auto package = TRY(storage::find_package_with_documents(tx_, id_, served));
    if (!package) return missing_package(served);
    return std::move(*package);
}

Result<Facts::Packages> CatalogFacts::find_newest_of(std::span<const Sha256> uploaded) const {
    return storage::find_packages_by_upload(tx_, id_, uploaded);
}

Result<std::vector<storage::PackageRow>> CatalogFacts::find_variants(const Sha256& digest) const {
    return storage::find_variants(tx_, id_, digest);
}

Result<std::vector<storage::PurgeRow>> CatalogFacts::find_purges(const Sha256& digest) const {
    return storage::find_purges(tx_, id_, digest);
}

Result<std::map<VersionKey, Sha256>> CatalogFacts::find_taken(std::span<const VersionKey> versions) const {
    return storage::find_taken_versions(tx_, versions);
}

Result<storage::Continuation> CatalogFacts::find_continuation(const std::string& channel) const {
    return storage::find_continuation(tx_, name_, channel);
}

Result<std::vector<storage::PinRow>> CatalogFacts::pins_of(const storage::ChannelRow& channel) const {
    return storage::pins_of_channel(tx_, channel.id);
}

Result<storage::RevisionRow> CatalogFacts::get_revision(const storage::ChannelRow& channel, std::int64_t number) const {
    return publishing::get_revision(tx_, channel, number);
}

Result<std::vector<storage::RevisionRow>> CatalogFacts::revisions_before(const storage::ChannelRow& channel,
                                                                         std::optional<std::int64_t> number,
                                                                         std::size_t limit) const {
    return storage::revisions_before(tx_, channel.id, number, limit);
}

}  // namespace slipway::publishing
