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

/// So many are asked for at once: few questions, and of a large content few rows in memory.
inline constexpr std::size_t asked_at_once = 256;

/// What rules know of one repository besides its state and its trees. All answers are of one moment: the same question
/// has the same answer for as long as the facts live. So a plan follows from what is given to it alone, and a test
/// gives facts of its own (docs/decisions/0055). What a rule needs of many packages it asks of all of them at once. One
/// thread.
class Facts {
public:
    Facts() = default;
    Facts(const Facts&) = delete;
    Facts& operator=(const Facts&) = delete;
    virtual ~Facts() = default;

    using Packages = std::unordered_map<Sha256, storage::PackageRow>;

    /// Those of these packages that there are, by the digest served. Faults of all: corrupt, io.
    virtual Result<Packages> find_packages(std::span<const Sha256> served) const = 0;
    Result<std::optional<storage::PackageRow>> find_package(const Sha256& served) const;
    /// One package with its texts. Faults besides: corrupt, where there is none.
    virtual Result<storage::PackageRow> read_package(const Sha256& served) const = 0;
    /// The newest package that was made from each of these uploaded bytes, by the bytes uploaded.
    virtual Result<Packages> find_newest_of(std::span<const Sha256> uploaded) const = 0;
    Result<std::optional<storage::PackageRow>> find_newest(const Sha256& uploaded) const;
    /// Every package that was made from the same uploaded bytes as this one, which is named as served or as uploaded.
    virtual Result<std::vector<storage::PackageRow>> find_signings(const Sha256& digest) const = 0;
    /// What was purged by this digest, as served or as uploaded.
    virtual Result<std::vector<storage::PurgeRow>> find_purges(const Sha256& digest) const = 0;
    /// Those of these versions that are taken, each with the uploaded bytes that took it.
    virtual Result<std::map<VersionKey, Sha256>> find_taken(std::span<const VersionKey> versions) const = 0;
    /// Where the numbers and dates of a channel's name stopped.
    virtual Result<storage::Continuation> find_continuation(const std::string& channel) const = 0;
    virtual Result<std::vector<storage::PinRow>> pins_of(const storage::ChannelRow& channel) const = 0;
    /// Faults besides: not_found "unknown-revision", gone "past-retention".
    virtual Result<storage::RevisionRow> get_revision(const storage::ChannelRow& channel,
                                                      std::int64_t number) const = 0;
    /// Revisions below `number`, or all of them without it; the newest first, at most `limit`.
    virtual Result<std::vector<storage::RevisionRow>> revisions_before(const storage::ChannelRow& channel,
                                                                       std::optional<std::int64_t> number,
                                                                       std::size_t limit) const = 0;
};

/// The rows of packages that a content lists, but of those that were purged. Faults: corrupt where one is missing
/// otherwise.
Result<Facts::Packages> find_listed_packages(const Facts& facts, const RepositoryState& repository,
                                             std::span<const Sha256> listed);

}  // namespace slipway::publishing
