#pragma once

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "base/result.hpp"
#include "signing/key.hpp"
#include "storage/catalog/ephemeral.hpp"
#include "storage/catalog/packages.hpp"
#include "storage/catalog/repositories.hpp"

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace slipway::publishing {

using storage::RowId;

/// A package as several parts of a publication refer to it: many texts, kept once.
using SharedPackage = std::shared_ptr<const storage::PackageRow>;

/// Called exactly once, on any thread; must return quickly.
template <class T>
using Done = std::function<void(Result<T>)>;

/// Who asked for a change: shown in events and revisions.
struct Actor {
    std::string name;     // "ci (#3)"; "slipwayd" for what the server does by itself
    std::string address;  // of the client, or ""
};

/// Names one index of a channel: deb (distro, component, architecture), rpm (distro, "", basearch).
struct IndexKey {
    RowId distro = 0;
    std::string component;
    std::string architecture;

    auto operator<=>(const IndexKey&) const = default;
};

/// The content of one index.
struct ListState {
    std::optional<Sha256> root;  // nothing: empty
    std::uint64_t count = 0;
};

/// What a channel contains and how it is served, at one moment.
struct ChannelState {
    storage::ChannelRow settings;
    std::optional<storage::ChannelLife> life;  // nothing: it does not expire
    std::int64_t revision = 0;
    Seconds updated_at{};
    Sha256 root;                          // equal for equal content
    std::uint64_t package_count = 0;      // each package once per distro, however many indexes list it
    Seconds last_date{};                  // of the newest entry point
    std::map<IndexKey, ListState> lists;  // every index of every distro, also empty ones
};

/// Names of channels that expired, and when.
using ExpiredChannels = std::map<std::string, Seconds>;

/// Everything about one repository at one moment.
struct RepositoryState {
    storage::RepositoryRow settings;
    signing::Keyring keyring;
    std::map<std::string, ChannelState> channels;
    /// Digests of purged packages, as served and as uploaded; null: none. See purge.hpp.
    std::shared_ptr<const std::unordered_set<Sha256>> purged;
    std::optional<storage::EphemeralRule> ephemeral;
    std::shared_ptr<const ExpiredChannels> expired;  // null: none

    const storage::DistroRow* find_distro(std::string_view name) const;
    const storage::DistroRow* find_distro(RowId id) const;
};

/// Somebody named a repository that is not there: not_found "unknown-repository".
Error no_repository(const std::string& name);

/// The catalog has no row of a package that a content lists. The fault is corrupt.
Error missing_package(const Sha256& sha256);

/// Whether packages may be uploaded into the channel and removed from it; else only promotion and rollback change what
/// it contains. Faults: forbidden "channel-protected".
Result<> check_unprotected(const storage::ChannelRow& channel);

/// Whether the package is an rpm with a signature of this repository that nobody trusts any more.
bool is_signed_by_revoked(const RepositoryState& repository, const storage::PackageRow& package);

/// Cause words of revisions, as the API shows them.
enum class Cause : unsigned char { create, upload, remove, promote, rollback, expire, resign, purge };
std::string_view name_of(Cause cause);

/// The indexes of a distro that list a package of this architecture, by the rules of docs/decisions/0010: deb `all` in
/// every architecture and in `all`; rpm noarch in every basearch but `source`; i386…i686 in `i386` and `x86_64`.
std::vector<IndexKey> indexes_for(const storage::DistroRow& distro, const std::string& component,
                                  const std::string& architecture);

/// The one index of its distro that stands for such a package where each is to be counted or listed once; for rpm's
/// noarch where no basearch is declared, an index that is always empty.
IndexKey home_of(const storage::DistroRow& distro, const std::string& component, const std::string& architecture);
bool is_home_of(const storage::DistroRow& distro, const IndexKey& index, const std::string& architecture);

/// The architecture a distro must declare to list such a package: itself, or rpm's basearch; nothing for all and
/// noarch.
std::optional<std::string> needed_architecture(const storage::DistroRow& distro, const std::string& architecture);

/// The components of a distro's indexes; of an rpm distro the one that has no name.
std::vector<std::string> components_of(const storage::DistroRow& distro);

/// Every index a distro has in a channel, also empty ones.
std::vector<IndexKey> all_indexes(const storage::DistroRow& distro);

/// SHA-256 over the sorted (distro name, component, architecture, list root) of the non-empty lists.
Sha256 content_root(const RepositoryState& repository, const std::map<IndexKey, ListState>& lists);

}  // namespace slipway::publishing
