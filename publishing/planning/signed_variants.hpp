#pragma once

#include "publishing/planning/planning.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace slipway::publishing {

/// How often a newer signed variant replaced an older one, by channel.
using ReplacedCounts = std::map<std::string, std::uint64_t>;

/// Replaces an older signed variant by a newer one of the same package, wherever the channel has it. Returns how often.
Result<std::uint64_t> replace_variant(Planning& planning, ChannelDraft& draft, const Sha256& older,
                                      const SharedPackage& newer);

/// Records event and cause for every channel in which something was replaced.
void record_replaced(Planning& planning, const Actor& actor, const ReplacedCounts& replaced, const std::string& reason);

/// Returns the package itself, or its newest signed variant if a revoked key signed it. If there is none yet, the plan
/// asks for one.
Result<storage::PackageRow> trusted_variant(Planning& planning, const storage::PackageRow& package);

}  // namespace slipway::publishing
