#pragma once

#include "publishing/content/promotion.hpp"
#include "publishing/planning/planning.hpp"

#include <string>
#include <vector>

namespace slipway::publishing {

/// A package on its way into a channel or out of it.
struct Moving {
    const storage::DistroRow* distro;
    std::string component;
    index::Entry entry;

    bool operator<(const Moving& other) const;
};

struct Movement {
    std::vector<Moving> entering{};
    std::vector<Moving> leaving{};
    bool as_found = true;  // nothing was left out or put in the place of another
};

/// What is known of packages that are to enter a channel: that their versions are taken by their bytes; that their
/// distros have names for them.
enum class Versions : unsigned char { taken, unknown };
enum class Names : unsigned char { known, perhaps_lost };
struct KnownOfEntering {
    Versions versions;
    Names names;
};

/// What has to enter and leave so that `from` becomes `to`, each package once per distro and component.
Result<Movement> difference_of(const Planning& planning, const ContentLists& from, const ContentLists& to);

/// Looks at every package that enters: leaves out what was purged, takes the newest signing of what a revoked key
/// signed, collects the versions that are taken by other bytes and, if there are none, takes those that are free.
Result<> validate_entering(Planning& planning, const storage::ChannelRow& target, KnownOfEntering known,
                           Movement& movement, ContentOutcome& outcome);

/// Edits the channel by what enters and leaves.
Result<> apply(const Movement& movement, ChannelDraft& channel);

/// Carries the channel's edits out and puts into the outcome what they changed.
Result<> finish_movement(Planning& planning, ChannelDraft& channel, const ChannelState& before,
                         const Movement& movement, ContentOutcome& outcome);

/// Faults: conflict "unexpected-revision", where somebody expected the channel to be at another revision.
Result<> check_expected(const ChannelState& channel, const std::optional<std::int64_t>& expected);

}  // namespace slipway::publishing
