#pragma once

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "base/words.hpp"
#include "storage/catalog/catalog.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace slipway::storage {

struct DistroRow {
    RowId id = 0;
    std::string name{};
    Format format{};
    Compression compression{};
    bool is_default = false;                   // default distro of its format
    std::vector<std::string> components{};     // in order of declaration; empty for rpm
    std::vector<std::string> architectures{};  // in order of declaration (rpm: basearches, with "source" once used)
};

/// How many old versions of a package a channel keeps. A limit that is not set does not apply.
struct KeepPolicy {
    std::optional<std::uint32_t> versions{};
    std::optional<std::uint32_t> days{};

    bool keeps_everything() const { return !versions && !days; }
    bool operator==(const KeepPolicy&) const = default;
};

struct ChannelRow {
    RowId id = 0;
    std::string name{};
    bool immutable_versions = true;
    bool is_protected = false;
    std::vector<std::string> promote_from{};  // if empty, from every channel
    KeepPolicy keep{};
};

/// Which past revisions of its channels a repository keeps: all if nothing is set, those that either member keeps if
/// both are.
struct RetentionPolicy {
    std::optional<std::uint32_t> revisions{};  // this many of each channel
    std::optional<std::uint32_t> days{};       // those that were current within this many days

    bool keeps_everything() const { return !revisions && !days; }
    bool operator==(const RetentionPolicy&) const = default;
};

struct RepositoryRow {
    RowId id = 0;
    std::string name{};
    std::string description{};
    std::string origin{};
    bool sign_packages = true;
    RetentionPolicy retention{};
    std::vector<DistroRow> distros{};    // in order of creation
    std::vector<ChannelRow> channels{};  // in order of creation
};

Result<std::vector<RepositoryRow>> all_repositories(const ReadTransaction& tx);

/// Returns nothing for one that was deleted.
Result<std::optional<RepositoryRow>> find_repository(const ReadTransaction& tx, RowId repository);
Result<std::optional<RepositoryRow>> find_repository(const ReadTransaction& tx, const std::string& name);

/// Reserves `count` consecutive ids that no repository, distro or channel has or had, and returns the first. Once the
/// transaction is committed no other process gets them.
Result<RowId> reserve_ids(WriteTransaction& tx, std::size_t count);

/// Writes a repository with everything in it. Inserts a row whose id is unknown under that id (0: under a new one,
/// which the returned value has), and updates a known one. Removes nothing. Faults: conflict (a name that exists),
/// storage_full, io.
Result<RepositoryRow> save_repository(WriteTransaction& tx, RepositoryRow repository);

/// Removes a repository with its distros, channels, revisions, packages, pool names, publications and keys (not events,
/// tokens and number continuations). Listings do not show it any more, and its name is free.
/// `clear_deleted_repositories` deletes its rows, which may be many.
Result<> delete_repository(WriteTransaction& tx, RowId repository);
/// Deletes at most `most` rows of deleted repositories, with the rows that belong to them. Returns how many there were;
/// 0 says that none is left.
Result<std::uint64_t> clear_deleted_repositories(WriteTransaction& tx, std::size_t most);
/// Removes a distro with its parts of revisions, its pool names, taken versions and publications. The remaining
/// revisions have other roots (`set_revision_content`).
Result<> delete_distro(WriteTransaction& tx, RowId distro);
/// Removes a channel with its revisions and publications.
Result<> delete_channel(WriteTransaction& tx, RowId channel);

/// The last number and date of a channel name. They outlive the channel and the repository, so that a channel made
/// again under this name continues them. The keys are names, not ids.
struct Continuation {
    std::int64_t last_revision = 0;
    std::int64_t last_date = 0;  // seconds since 1970
};
Result<Continuation> find_continuation(const ReadTransaction& tx, const std::string& repository,
                                       const std::string& channel);
Result<> save_continuation(WriteTransaction& tx, const std::string& repository, const std::string& channel,
                           const Continuation& continuation);

}  // namespace slipway::storage
