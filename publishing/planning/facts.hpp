#pragma once

#include "publishing/model/model.hpp"
#include "storage/catalog/packages.hpp"
#include "storage/catalog/pins.hpp"
#include "storage/catalog/purges.hpp"
#include "storage/catalog/revisions.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace slipway::publishing {

/// So many packages are asked for at once. That keeps the questions few, and for a large content the rows in memory
/// few.
inline constexpr std::size_t asked_at_once = 256;

/// What rules know of one repository besides its state and its trees. All answers are of one moment: the same question
/// has the same answer for as long as the facts live. So a plan follows from its inputs alone, and a test gives facts
/// of its own (docs/decisions/0055). A rule that needs the same of many packages asks once for all of them. One thread.
class Facts {
public:
    Facts() = default;
    Facts(const Facts&) = delete;
    Facts& operator=(const Facts&) = delete;
    virtual ~Facts() = default;

    using Packages = std::unordered_map<Sha256, storage::PackageRow>;

    /// Finds those of these packages that exist, by the digest served. Every function has the faults corrupt and io.
    virtual Result<Packages> find_packages(std::span<const Sha256> served) const = 0;
    Result<std::optional<storage::PackageRow>> find_package(const Sha256& served) const;
    /// Returns one package with its texts. The fault is corrupt if it does not exist.
    virtual Result<storage::PackageRow> read_package(const Sha256& served) const = 0;
    /// Finds the newest package that was made from each of these uploaded bytes, by the bytes uploaded.
    virtual Result<Packages> find_newest_of(std::span<const Sha256> uploaded) const = 0;
    Result<std::optional<storage::PackageRow>> find_newest(const Sha256& uploaded) const;
    /// Finds the signed variants of a package: every package that was made from the same uploaded bytes. `digest` is
    /// that of the bytes served or uploaded.
    virtual Result<std::vector<storage::PackageRow>> find_variants(const Sha256& digest) const = 0;
    /// Finds what was purged under this digest, as served or as uploaded.
    virtual Result<std::vector<storage::PurgeRow>> find_purges(const Sha256& digest) const = 0;
    /// Finds those of these versions that are taken, each with the uploaded bytes that took it.
    virtual Result<std::map<VersionKey, Sha256>> find_taken(std::span<const VersionKey> versions) const = 0;
    /// Finds where the numbers and dates of a channel's name stopped.
    virtual Result<storage::Continuation> find_continuation(const std::string& channel) const = 0;
    virtual Result<std::vector<storage::PinRow>> pins_of(const storage::ChannelRow& channel) const = 0;
    /// Further faults: not_found "unknown-revision", gone "past-retention".
    virtual Result<storage::RevisionRow> get_revision(const storage::ChannelRow& channel,
                                                      std::int64_t number) const = 0;
    /// Returns revisions below `number`, or all of them without it; the newest first, at most `limit`.
    virtual Result<std::vector<storage::RevisionRow>> revisions_before(const storage::ChannelRow& channel,
                                                                       std::optional<std::int64_t> number,
                                                                       std::size_t limit) const = 0;
};

/// Finds the rows of packages that a content lists, except those that were purged. Faults: corrupt, if another one is
/// missing.
Result<Facts::Packages> find_listed_packages(const Facts& facts, const RepositoryState& repository,
                                             std::span<const Sha256> listed);

}  // namespace slipway::publishing
