#pragma once

#include "publishing/planning/facts.hpp"
#include "storage/catalog/catalog.hpp"

namespace slipway::publishing {

/// Reads facts from the catalog in one read transaction, which it owns. Blocks.
class CatalogFacts final : public Facts {
public:
    CatalogFacts(storage::ReadTransaction tx, const storage::RepositoryRow& repository)
        : tx_(std::move(tx)), id_(repository.id), name_(repository.name) {}

    const storage::ReadTransaction& transaction() const { return tx_; }

    Result<Packages> find_packages(std::span<const Sha256> served) const override;
    Result<storage::PackageRow> read_package(const Sha256& served) const override;
    Result<Packages> find_newest_of(std::span<const Sha256> uploaded) const override;
    Result<std::vector<storage::PackageRow>> find_variants(const Sha256& digest) const override;
    Result<std::vector<storage::PurgeRow>> find_purges(const Sha256& digest) const override;
    Result<std::map<VersionKey, Sha256>> find_taken(std::span<const VersionKey> versions) const override;
    Result<storage::Continuation> find_continuation(const std::string& channel) const override;
    Result<std::vector<storage::PinRow>> pins_of(const storage::ChannelRow& channel) const override;
    Result<storage::RevisionRow> get_revision(const storage::ChannelRow& channel, std::int64_t number) const override;
    Result<std::vector<storage::RevisionRow>> revisions_before(const storage::ChannelRow& channel,
                                                               std::optional<std::int64_t> number,
                                                               std::size_t limit) const override;

private:
    storage::ReadTransaction tx_;
    RowId id_;
    std::string name_;
};

}  // namespace slipway::publishing
