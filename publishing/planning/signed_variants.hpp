#pragma once

#include "publishing/planning/planning.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace slipway::publishing {

/// How often a newer signing took the place of an older one, by channel.
using ReplacedCounts = std::map<std::string, std::uint64_t>;

/// Puts a newer signing of the same package into the place of the older one, wherever the channel has it. How often.
Result<std::uint64_t> replace_variant(Planning& planning, ChannelDraft& draft, const Sha256& older,
                                      const SharedPackage& newer);

/// Records event and cause for every channel where something was replaced.
void record_replaced(Planning& planning, const Actor& actor, const ReplacedCounts& replaced, const std::string& reason);

/// The package itself, or the newest signing of one that a revoked key signed. Where there is none yet, the plan asks
/// for one.
Result<storage::PackageRow> trusted_variant(Planning& planning, const storage::PackageRow& package);

}  // namespace slipway::publishing
