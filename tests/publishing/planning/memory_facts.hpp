#pragma once

#include "publishing/planning/facts.hpp"
#include "publishing/planning/plan.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace slipway::testing {

/// Facts of one repository, kept in memory. A test fills them, or lets plans be stored in them.
class MemoryFacts final : public publishing::Facts {
public:
    Result<Packages> find_packages(std::span<const Sha256> served) const override;
    Result<storage::PackageRow> read_package(const Sha256& served) const override;
    Result<Packages> find_newest_of(std::span<const Sha256> uploaded) const override;
    Result<std::vector<storage::PackageRow>> find_variants(const Sha256& digest) const override;
    Result<std::vector<storage::PurgeRow>> find_purges(const Sha256& digest) const override;
    Result<std::map<publishing::VersionKey, Sha256>> find_taken(
        std::span<const publishing::VersionKey> versions) const override;
    Result<storage::Continuation> find_continuation(const std::string& channel) const override;
    Result<std::vector<storage::PinRow>> pins_of(const storage::ChannelRow& channel) const override;
    Result<storage::RevisionRow> get_revision(const storage::ChannelRow& channel, std::int64_t number) const override;
    Result<std::vector<storage::RevisionRow>> revisions_before(const storage::ChannelRow& channel,
                                                               std::optional<std::int64_t> number,
                                                               std::size_t limit) const override;

    /// What a publication would put into the catalog.
    void store(const publishing::Plan& plan);

    std::vector<storage::PackageRow> packages{};  // the oldest first
    std::vector<storage::PurgeRow> purges{};
    std::map<publishing::VersionKey, Sha256> taken{};
    std::map<std::string, storage::Continuation> continuations{};
    std::vector<storage::PinRow> pins{};
    std::vector<storage::RevisionRow> revisions{};  // of all channels, the oldest first

private:
    void store_packages(const publishing::Plan& plan);
};

}  // namespace slipway::testing
