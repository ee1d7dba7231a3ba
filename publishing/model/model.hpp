#pragma once

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "base/done.hpp"
#include "base/result.hpp"
#include "repo-format/formats/index_kind.hpp"
#include "signing/keys/key.hpp"
#include "storage/catalog/ephemeral.hpp"
#include "storage/catalog/index_key.hpp"
#include "storage/catalog/packages.hpp"
#include "storage/catalog/repositories.hpp"
#include "storage/catalog/taken_versions.hpp"

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace slipway::publishing {

// What is stored of a repository and its parts, under the names that all above go by.
using storage::ChannelRow;
using storage::DistroRow;
using storage::IndexKey;
using storage::KeepPolicy;
using storage::PackageRow;
using storage::RepositoryRow;
using storage::RowId;
using storage::VersionKey;

/// A package as several parts of a publication refer to it: many texts, kept once.
using SharedPackage = std::shared_ptr<const storage::PackageRow>;

using slipway::Done;

/// Who asked for a change: shown in events and revisions.
struct Actor {
    std::string name;     // "ci (#3)"; "slipwayd" for what the server does by itself
    std::string address;  // of the client, or ""
    /// What the request was allowed by; asked again when a change has its turn. Nothing: the server itself.
    std::optional<RowId> token{};
};

/// What is done with a key of a repository.
enum class KeyVerb : unsigned char { generate, import, rotate, activate, retire, revoke };

/// The content of one index.
struct ListState {
    std::optional<Sha256> root;  // nothing: empty
    std::uint64_t count = 0;
};

/// The lists of a content, by the index that shows them.
using ContentLists = std::map<IndexKey, ListState>;

/// What a channel contains and how it is served, at one moment.
struct ChannelState {
    storage::ChannelRow settings;
    std::optional<storage::ChannelLife> life;  // nothing: it does not expire
    std::int64_t revision = 0;
    Seconds updated_at{};
    Sha256 root;                      // equal for equal content
    std::uint64_t package_count = 0;  // each package once per distro, however many indexes list it
    Seconds last_date{};              // of the newest entry point
    ContentLists lists;               // every index that the channel has, also empty ones
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

/// Likewise a distro: not_found "unknown-distro".
Error no_distro(const RepositoryState& repository, const std::string& name);

/// The catalog has no row of a package that a content lists. The fault is corrupt.
Error missing_package(const Sha256& sha256);

/// When these packages were uploaded, in this order. Faults: as `missing_package`, where a row is not among `rows`.
Result<std::vector<Seconds>> upload_times(const std::unordered_map<Sha256, storage::PackageRow>& rows,
                                          std::span<const Sha256> packages);

/// The version that the package takes in immutable channels of the distro.
VersionKey version_in(RowId distro, const storage::PackageRow& package);

/// Whether packages may be uploaded into the channel and removed from it; else only promotion and rollback change what
/// it contains. Faults: forbidden "channel-protected".
Result<> check_unprotected(const storage::ChannelRow& channel);

/// Whether the package is an rpm with a signature of this repository that nobody trusts any more.
bool is_signed_by_revoked(const RepositoryState& repository, const storage::PackageRow& package);

/// The kind of an index. Precondition: there is such a kind, as `check_kind` says of what was stored.
const formats::IndexKind& kind_of(const IndexKey& index);
/// Faults: corrupt, where no kind has the name.
Result<> check_kind(const IndexKey& index);

/// The kind of index that lists the packages of a distro: what a channel contains is read from such lists alone.
const formats::IndexKind& package_list_of(const storage::DistroRow& distro);
bool lists_packages(const IndexKey& index);
/// How they are sorted.
index::ListOrder package_order_of(const storage::DistroRow& distro);

/// What a package for every machine says it is for, and the index that has these alone: deb's `all`, rpm's `noarch`.
std::string_view architecture_of_all(const storage::DistroRow& distro);

/// The architectures (rpm: basearches) a content lists packages of, without that of all: those that the distro
/// declares, in its order, then, sorted, the extra ones. An architecture is extra where the distro does not declare it
/// and the content has a package of it: it follows from the content (docs/decisions/0038).
std::vector<std::string> architectures_in(const storage::DistroRow& distro, const ContentLists& lists);
std::vector<std::string> extra_architectures(const storage::DistroRow& distro, const ContentLists& lists);
bool declares(const storage::DistroRow& distro, std::string_view architecture);
inline constexpr std::size_t default_extra_architectures = 16;

/// The indexes of a kind that list a package of this architecture, by the rules of docs/decisions/0010, where there are
/// packages for `architectures`.
std::vector<IndexKey> indexes_for(const formats::IndexKind& kind, const storage::DistroRow& distro,
                                  const std::vector<std::string>& architectures, const std::string& component,
                                  const std::string& architecture);
/// Of the package lists: a package for every machine is in every one but `source`, and in one of their own; i386…i686
/// in `i386` and `x86_64`.
std::vector<IndexKey> indexes_for(const storage::DistroRow& distro, const std::vector<std::string>& architectures,
                                  const std::string& component, const std::string& architecture);

/// The one package list of its distro that stands for such a package where each is to be counted or listed once: the
/// same in every content.
IndexKey home_of(const storage::DistroRow& distro, const std::string& component, const std::string& architecture);
bool is_home_of(const storage::DistroRow& distro, const IndexKey& index, const std::string& architecture);

/// The architecture there must be an index of to list such a package: itself, or rpm's basearch; nothing for those for
/// every machine, whose index is always there.
std::optional<std::string> needed_architecture(const storage::DistroRow& distro, const std::string& architecture);

/// The components of a distro's indexes; of an rpm distro the one that has no name.
std::vector<std::string> components_of(const storage::DistroRow& distro);

/// Those of a content: what the distro declares, in its order, then, sorted, what an older revision has besides.
std::vector<std::string> components_in(const storage::DistroRow& distro, const ContentLists& lists);

/// Every index of a distro in a content: those that it declares, and what the content has besides.
std::vector<IndexKey> all_indexes(const storage::DistroRow& distro, const ContentLists& lists);
/// Those of them that are package lists.
std::vector<IndexKey> package_lists(const storage::DistroRow& distro, const ContentLists& lists);

/// SHA-256 over the sorted (distro name, component, architecture, list root) of the non-empty lists; with the name of
/// the kind, where a list follows from the packages.
Sha256 content_root(const RepositoryState& repository, const ContentLists& lists);

}  // namespace slipway::publishing
