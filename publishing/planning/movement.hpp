#pragma once

#include "publishing/content/promotion.hpp"
#include "publishing/planning/planning.hpp"

#include <string>
#include <vector>

namespace slipway::publishing {

/// A package that enters a channel or leaves it.
struct Moving {
    const storage::DistroRow* distro;
    std::string component;
    index::Entry entry;

    bool operator<(const Moving& other) const;
};

struct Movement {
    std::vector<Moving> entering{};
    std::vector<Moving> leaving{};
    bool as_found = true;  // no package was left out, and none was replaced by another variant
};

/// What is known of packages that are to enter a channel: whether their bytes have taken their versions, and whether
/// their distros have names for them.
enum class Versions : unsigned char { taken, unknown };
enum class Names : unsigned char { known, perhaps_lost };
struct KnownOfEntering {
    Versions versions;
    Names names;
};

/// Returns what has to enter and leave so that `from` becomes `to`, each package once per distro and component.
Result<Movement> difference_of(const Planning& planning, const ContentLists& from, const ContentLists& to);

/// Validates every package that enters. Leaves out what was purged, replaces what a revoked key signed by its newest
/// signed variant, and collects the versions that are taken by other bytes. If there are none, takes the free versions.
Result<> validate_entering(Planning& planning, const storage::ChannelRow& target, KnownOfEntering known,
                           Movement& movement, ContentOutcome& outcome);

/// Edits the channel by what enters and leaves.
Result<> apply(const Movement& movement, ChannelDraft& channel);

/// Carries out the channel's edits and puts into the outcome what they changed.
Result<> finish_movement(Planning& planning, ChannelDraft& channel, const ChannelState& before,
                         const Movement& movement, ContentOutcome& outcome);

/// Checks that the channel is at the revision that the request expected, if it expected one. Faults: conflict
/// "unexpected-revision".
Result<> check_expected(const ChannelState& channel, const std::optional<std::int64_t>& expected);

}  // namespace slipway::publishing
