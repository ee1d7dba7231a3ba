#include "publishing/planning/catalog_facts.hpp"

#include "publishing/content/past_revisions.hpp"

namespace slipway::publishing {

Result<std::optional<storage::PackageRow>> CatalogFacts::find_package(const Sha256& served) const {
    return storage::find_package(tx_, id_, served);
}

Result<std::optional<storage::PackageRow>> CatalogFacts::find_newest(const Sha256& uploaded) const {
    return storage::find_package_by_upload(tx_, id_, uploaded);
}

Result<std::vector<storage::PackageRow>> CatalogFacts::find_signings(const Sha256& digest) const {
    return storage::find_signings(tx_, id_, digest);
}

Result<std::vector<storage::PurgeRow>> CatalogFacts::find_purges(const Sha256& digest) const {
    return storage::find_purges(tx_, id_, digest);
}

Result<std::optional<Sha256>> CatalogFacts::find_taken(const VersionKey& version) const {
    const auto row =
        TRY(storage::find_taken_version(tx_, version.distro, version.name, version.version, version.architecture));
    return row ? std::optional(row->uploaded_sha256) : std::nullopt;
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
