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

// The rows of a repository and its parts, under the names that all layers above use.
using storage::ChannelRow;
using storage::DistroRow;
using storage::IndexKey;
using storage::KeepPolicy;
using storage::PackageRow;
using storage::RepositoryRow;
using storage::RowId;
using storage::VersionKey;

/// A package that several parts of a publication refer to. Its texts are in memory once.
using SharedPackage = std::shared_ptr<const storage::PackageRow>;

using slipway::Done;

/// The person or machine that asked for a change, as events and revisions show it.
struct Actor {
    std::string name;     // "ci (#3)"; "slipwayd" for what the server does by itself
    std::string address;  // of the client, or ""
    /// The token that allowed the request. It is checked again when the change has its turn. Nothing: the server
    /// itself.
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

/// The answer to somebody who named a repository that does not exist: not_found "unknown-repository".
Error no_repository(const std::string& name);

/// The answer to somebody who named a distro that does not exist: not_found "unknown-distro".
Error no_distro(const RepositoryState& repository, const std::string& name);

/// The catalog has no row of a package that a content lists. The fault is corrupt.
Error missing_package(const Sha256& sha256);

/// Returns when these packages were uploaded, in the order asked for. Faults: those of `missing_package`, if a row is
/// not among `rows`.
Result<std::vector<Seconds>> upload_times(const std::unordered_map<Sha256, storage::PackageRow>& rows,
                                          std::span<const Sha256> packages);

/// The version that the package takes in immutable channels of the distro.
VersionKey version_in(RowId distro, const storage::PackageRow& package);

/// Checks that the channel is not protected: only promotion and rollback change what a protected channel contains.
/// Faults: forbidden "channel-protected".
Result<> check_unprotected(const storage::ChannelRow& channel);

/// Returns whether the package is an rpm with a signature of this repository that nobody trusts any more.
bool is_signed_by_revoked(const RepositoryState& repository, const storage::PackageRow& package);

/// Returns the kind of an index. Precondition: the kind exists (`check_kind`).
const formats::IndexKind& kind_of(const IndexKey& index);
/// Checks that the kind of a stored index exists. Faults: corrupt, if no kind has the name.
Result<> check_kind(const IndexKey& index);

/// The kind of index that lists the packages of a distro: what a channel contains is read from such lists alone.
const formats::IndexKind& package_list_of(const storage::DistroRow& distro);
bool lists_packages(const IndexKey& index);
/// Returns the order of the package lists of a distro.
index::ListOrder package_order_of(const storage::DistroRow& distro);

/// Returns the architecture of packages for every machine, which is also the name of the index that lists these alone:
/// `all` for deb, `noarch` for rpm.
std::string_view architecture_of_all(const storage::DistroRow& distro);

/// Returns the architectures (rpm: basearches) that a content has indexes of, without that of packages for every
/// machine: first those that the distro declares, in its order, then the extra ones, sorted. An architecture is extra
/// if the distro does not declare it and the content has a package of it, so it follows from the content
/// (docs/decisions/0038).
std::vector<std::string> architectures_in(const storage::DistroRow& distro, const ContentLists& lists);
std::vector<std::string> extra_architectures(const storage::DistroRow& distro, const ContentLists& lists);
bool declares(const storage::DistroRow& distro, std::string_view architecture);
inline constexpr std::size_t default_extra_architectures = 16;

/// Returns the indexes of a kind that list a package of this architecture, by the rules of docs/decisions/0010.
/// `architectures` are those that the content has indexes of.
std::vector<IndexKey> indexes_for(const formats::IndexKind& kind, const storage::DistroRow& distro,
                                  const std::vector<std::string>& architectures, const std::string& component,
                                  const std::string& architecture);
/// The same for package lists. A package for every machine is in every list except `source`, and in a list for such
/// packages alone. An rpm of i386…i686 is in `i386` and `x86_64`.
std::vector<IndexKey> indexes_for(const storage::DistroRow& distro, const std::vector<std::string>& architectures,
                                  const std::string& component, const std::string& architecture);

/// Returns the home of such a package: the one package list of its distro where it is counted or listed when each
/// package counts once. It is the same in every content.
IndexKey home_of(const storage::DistroRow& distro, const std::string& component, const std::string& architecture);
bool is_home_of(const storage::DistroRow& distro, const IndexKey& index, const std::string& architecture);

/// Returns the architecture whose index has to exist to list such a package: its own, or rpm's basearch. Returns
/// nothing for packages for every machine, whose index always exists.
std::optional<std::string> needed_architecture(const storage::DistroRow& distro, const std::string& architecture);

/// Returns the components of a distro's indexes. An rpm distro has one, without a name.
std::vector<std::string> components_of(const storage::DistroRow& distro);

/// Returns the components of a content: first those that the distro declares, in its order, then those that only an
/// older revision has, sorted.
std::vector<std::string> components_in(const storage::DistroRow& distro, const ContentLists& lists);

/// Returns every index of a distro in a content: those that the distro declares, and others that the content has.
std::vector<IndexKey> all_indexes(const storage::DistroRow& distro, const ContentLists& lists);
/// Returns those of `all_indexes` that are package lists.
std::vector<IndexKey> package_lists(const storage::DistroRow& distro, const ContentLists& lists);

/// Returns the SHA-256 over the sorted (distro name, component, architecture, list root) of the non-empty lists. Lists
/// that follow from the packages also have the name of their kind in it.
Sha256 content_root(const RepositoryState& repository, const ContentLists& lists);

}  // namespace slipway::publishing
