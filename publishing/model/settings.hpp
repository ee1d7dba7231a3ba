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

/// What a request wants of one setting: nothing leaves it as it is, an inner nothing restores the default. What is made
/// has the default of all that is left as it is.
template <class T>
using Setting = std::optional<std::optional<T>>;

/// Asked of the repository when the change has its turn (its id is 0 where it is not there): an error is the answer.
/// Must be pure: any thread.
using Expectation = std::function<Result<>(const RepositoryState&)>;

/// Whether what a change of settings expects is so. Faults: those of the expectation.
Result<> check_terms(const Expectation& expected, const RepositoryState& repository);

enum class IfAbsent : unsigned char { create, refuse };

/// What must hold when a change of settings has its turn.
struct Terms {
    IfAbsent if_absent = IfAbsent::create;
    Expectation expected{};  // null: anything
};

/// The settings of a distro. Lists are exact: what is not in them goes, or keeps the change from being made.
struct DistroPut {
    std::string name{};
    std::optional<Format> format{};  // of a new one; never changed
    Setting<std::vector<std::string>> architectures{};
    Setting<std::vector<std::string>> components{};  // the first is where uploads go unless told
    Setting<Compression> compression{};
    Setting<bool> is_default{};  // by default where no other of its format is
    Terms terms{};
};

/// A distro of each format, named as the format is.
std::vector<DistroPut> distro_of_each_format();

struct ChannelPut {
    /// Nothing: no limit of this kind.
    using Limit = std::optional<std::uint32_t>;

    std::string name{};
    Setting<bool> immutable_versions{};  // by default, but in an ephemeral channel
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
    std::optional<std::string> origin{};  // of a new one; never changed
    std::optional<bool> sign_packages{};
    Setting<EphemeralPut> ephemeral{};  // by default there is no rule
    Setting<std::uint32_t> retain_revisions{};
    Setting<std::uint32_t> retain_days{};
    std::vector<DistroPut> distros{};    // made where they are not there; else nothing of them is touched
    std::vector<ChannelPut> channels{};  // likewise
    std::string first_private_key{};     // armored, of a new repository; "": one is generated
    Terms terms{};
};

enum class PutResult : unsigned char { created, updated };

/// As the API has them: {"revisions","days"} or null for what keeps everything; {"versions","days"}.
Json retention_json(const storage::RetentionPolicy& retention);
Json keep_json(const storage::KeepPolicy& keep);

/// Settings as the audit log has them, named as in the API.
using SettingsMembers = std::vector<std::pair<std::string, Json>>;
SettingsMembers members_of(const storage::RepositoryRow& repository,
                           const std::optional<storage::EphemeralRule>& ephemeral);
SettingsMembers members_of(const storage::DistroRow& distro);
SettingsMembers members_of(const storage::ChannelRow& channel);

/// Those of `after` that differ; `before` has the same names, or none.
SettingsMembers changed(const SettingsMembers& before, const SettingsMembers& after);
Json object_of(const SettingsMembers& members);
/// An object that says first whose members they are.
Json object_of(const std::string& name, const SettingsMembers& members);

}  // namespace slipway::publishing
