#pragma once

#include "publishing/cluster/serving.hpp"
#include "publishing/content/channel_diff.hpp"
#include "publishing/content/holding_channels.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace slipway::publishing {

/// What one channel takes over from another.
struct Promotion {
    std::string from;
    std::string to;
    /// Only these packages are merged into the target, and its other packages stay. Nothing: the target becomes equal
    /// to the source.
    std::optional<std::vector<Sha256>> packages{};
    std::string reason{};
    std::optional<std::int64_t> expect_revision{};       // of the target
    std::optional<std::int64_t> expect_from_revision{};  // of the source
    bool forbid_removals = false;
};

/// A channel that is to contain again what one of its revisions contains.
struct Rollback {
    std::string channel;
    std::int64_t revision = 0;
    std::string reason{};
    std::optional<std::int64_t> expect_revision{};
};

/// Selects packages of a channel by their name: all versions and architectures, or one.
struct NamedPackages {
    std::string name;
    std::optional<std::string> version{};
    std::optional<std::string> architecture{};
};
/// Selects one package by its digest, as served or as uploaded, or those of a name.
using PackageSelector = std::variant<Sha256, NamedPackages>;

/// Packages that are to leave a channel together, in one revision.
struct Removal {
    std::string channel{};
    std::vector<PackageSelector> packages{};
    std::optional<std::string> distro{};  // nothing: all distros
    std::string reason{};
    std::optional<std::int64_t> expect_revision{};
};

/// A package that may not enter an immutable channel: its version is taken there by other bytes.
struct VersionConflict {
    std::string distro;
    std::string component;  // deb; "" for rpm
    index::EntryKey package;
    Sha256 holder;             // what took the version, as uploaded
    HoldingChannels channels;  // that have it
};

/// At most so many differences and conflicts are reported at once.
inline constexpr std::size_t max_reported = 100;

/// What a promotion, a rollback or a removal did, or would do.
struct ContentOutcome {
    std::int64_t from_revision = 0;  // of the source of a promotion; that which a rollback went back to;
                                     // 0: of a removal
    std::int64_t previous_revision = 0;
    std::int64_t revision = 0;  // the previous one if nothing changed
    DiffPage diff;              // its first `max_reported` entries
    std::uint64_t conflict_count = 0;
    std::vector<VersionConflict> conflicts;  // the first `max_reported`; if there are any, nothing was done
    std::optional<Serving> serving{};        // by the nodes of a cluster
};

}  // namespace slipway::publishing
