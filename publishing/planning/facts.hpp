#pragma once

#include "publishing/model/model.hpp"
#include "storage/catalog/pins.hpp"
#include "storage/catalog/purges.hpp"
#include "storage/catalog/revisions.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace slipway::publishing {

/// A version that bytes may take in the immutable channels of a distro.
struct VersionKey {
    RowId distro = 0;
    std::string name{};
    std::string version{};
    std::string architecture{};

    auto operator<=>(const VersionKey&) const = default;
};

/// What rules know of one repository besides its state and its trees. All answers are of one moment: the same question
/// has the same answer for as long as the facts live. So a plan follows from what is given to it alone, and a test
/// gives facts of its own (docs/decisions/0055). One thread.
class Facts {
public:
    Facts() = default;
    Facts(const Facts&) = delete;
    Facts& operator=(const Facts&) = delete;
    virtual ~Facts() = default;

    /// Faults of all: corrupt, io.
    virtual Result<std::optional<storage::PackageRow>> find_package(const Sha256& served) const = 0;
    /// The newest package that was made from these uploaded bytes.
    virtual Result<std::optional<storage::PackageRow>> find_newest(const Sha256& uploaded) const = 0;
    /// Every package that was made from the same uploaded bytes as this one, which is named as served or as uploaded.
    virtual Result<std::vector<storage::PackageRow>> find_signings(const Sha256& digest) const = 0;
    /// What was purged by this digest, as served or as uploaded.
    virtual Result<std::vector<storage::PurgeRow>> find_purges(const Sha256& digest) const = 0;
    /// The uploaded bytes that took the version.
    virtual Result<std::optional<Sha256>> find_taken(const VersionKey& version) const = 0;
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

/// The row of a package that a content lists; nothing when it was purged. Faults: corrupt where it is missing
/// otherwise.
Result<std::optional<storage::PackageRow>> find_listed_package(const Facts& facts, const RepositoryState& repository,
                                                               const Sha256& sha256);

}  // namespace slipway::publishing
