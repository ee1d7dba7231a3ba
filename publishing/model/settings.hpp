#pragma once

#include "base/json.hpp"
#include "publishing/model/model.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace slipway::publishing {

/// What a request wants of one setting: nothing leaves it as it is, and an inner nothing restores the default.
/// Something that is created gets the default of every setting that is left as it is.
template <class T>
using Setting = std::optional<std::optional<T>>;

/// A condition that is checked on the repository when the change has its turn. The repository's id is 0 if it does not
/// exist. An error refuses the change. The function must be pure: any thread may call it.
using Expectation = std::function<Result<>(const RepositoryState&)>;

/// Checks what a change of settings expects. Faults: those of the expectation.
Result<> check_terms(const Expectation& expected, const RepositoryState& repository);

enum class IfAbsent : unsigned char { create, refuse };

/// What must hold when a change of settings has its turn.
struct Terms {
    IfAbsent if_absent = IfAbsent::create;
    Expectation expected{};  // null: anything
};

/// The settings of a distro. Lists are exact: what is not in them is removed, or the change is refused.
struct DistroPut {
    std::string name{};
    std::optional<Format> format{};  // of a new distro; never changed
    Setting<std::vector<std::string>> architectures{};
    Setting<std::vector<std::string>> components{};  // the first is where uploads go unless they name another
    Setting<Compression> compression{};
    Setting<bool> is_default{};  // the default if no other distro of its format is one
    Terms terms{};
};

/// Returns a distro for each format, with the name of the format.
std::vector<DistroPut> distro_of_each_format();

struct ChannelPut {
    /// Nothing: no limit of this kind.
    using Limit = std::optional<std::uint32_t>;

    std::string name{};
    Setting<bool> immutable_versions{};  // the default, except in an ephemeral channel
    std::optional<bool> is_protected{};
    std::optional<std::vector<std::string>> promote_from{};  // empty: from every channel
    std::optional<Limit> keep_versions{};
    std::optional<Limit> keep_days{};
    Terms terms{};
};

struct EphemeralPut {
    std::optional<std::string> pattern{};
    std::optional<std::string> base{};
    std::optional<std::chrono::seconds> ttl{};
};

struct RepositoryPut {
    std::optional<std::string> description{};
    std::optional<std::string> origin{};  // of a new repository; never changed
    std::optional<bool> sign_packages{};
    Setting<EphemeralPut> ephemeral{};  // by default there is no rule
    Setting<std::uint32_t> retain_revisions{};
    Setting<std::uint32_t> retain_days{};
    std::vector<DistroPut> distros{};    // created if they do not exist; those that exist stay as they are
    std::vector<ChannelPut> channels{};  // likewise
    std::string first_private_key{};     // armored, of a new repository; "": one is generated
    Terms terms{};
};

enum class PutResult : unsigned char { created, updated };

/// The members of the API: {"revisions","days"}, or null if everything is kept; {"versions","days"}.
Json retention_json(const storage::RetentionPolicy& retention);
Json keep_json(const storage::KeepPolicy& keep);

/// Settings in the form of the audit log, with the names of the API.
using SettingsMembers = std::vector<std::pair<std::string, Json>>;
SettingsMembers members_of(const storage::RepositoryRow& repository,
                           const std::optional<storage::EphemeralRule>& ephemeral);
SettingsMembers members_of(const storage::DistroRow& distro);
SettingsMembers members_of(const storage::ChannelRow& channel);

/// Returns the members of `after` that differ. `before` has the same names, or none.
SettingsMembers changed(const SettingsMembers& before, const SettingsMembers& after);
Json object_of(const SettingsMembers& members);
/// Returns an object of the members, with `name` as its first member.
Json object_of(const std::string& name, const SettingsMembers& members);

}  // namespace slipway::publishing
