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
    bool is_default = false;                   // for its format
    std::vector<std::string> components{};     // in order of declaration; rpm: none
    std::vector<std::string> architectures{};  // in order of declaration (rpm: basearches, with "source" once used)
};

/// How much of a package's past a channel keeps. Nothing: no limit of that kind.
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
    std::vector<std::string> promote_from{};  // empty: from every channel
    KeepPolicy keep{};
};

/// Which past revisions of its channels a repository keeps. Nothing set: all; both set: those that either keeps.
struct RetentionPolicy {
    std::optional<std::uint32_t> revisions{};  // so many of each channel
    std::optional<std::uint32_t> days{};       // those that were current within so many days

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

/// Takes `count` ids in a row that no repository, distro or channel has or had, and tells the first. Nobody else gets
/// them, whichever process asks, once the transaction is committed.
Result<RowId> reserve_ids(WriteTransaction& tx, std::size_t count);

/// Writes a repository with everything in it: a row whose id is unknown is inserted under that id (0: under a new one,
/// filled into the returned value), a known one updated; nothing is removed. Faults: conflict (a name that exists),
/// storage_full, io.
Result<RepositoryRow> save_repository(WriteTransaction& tx, RepositoryRow repository);

/// Removes a repository with its distros, channels, revisions, packages, pool names, publications, keys (not events,
/// tokens, number continuations): it is gone for all that lists repositories, its name is free, and its rows are left
/// to `clear_deleted_repositories`, as they may be many.
Result<> delete_repository(WriteTransaction& tx, RowId repository);
/// Removes at most `most` rows of deleted repositories (with what hangs on them); how many it were. 0: none is left.
Result<std::uint64_t> clear_deleted_repositories(WriteTransaction& tx, std::size_t most);
/// Removes a distro with what it has in revisions, its pool names, taken versions and publications. What is left of
/// revisions has another root: see `set_revision_content`.
Result<> delete_distro(WriteTransaction& tx, RowId distro);
/// Removes a channel with its revisions and publications.
Result<> delete_channel(WriteTransaction& tx, RowId channel);

/// Where numbers and dates of a channel name stopped: they outlive the channel and the repository, so that a name
/// created again continues. Keyed by names, not ids.
struct Continuation {
    std::int64_t last_revision = 0;
    std::int64_t last_date = 0;  // seconds since 1970
};
Result<Continuation> find_continuation(const ReadTransaction& tx, const std::string& repository,
                                       const std::string& channel);
Result<> save_continuation(WriteTransaction& tx, const std::string& repository, const std::string& channel,
                           const Continuation& continuation);

}  // namespace slipway::storage
