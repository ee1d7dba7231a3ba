#include "publishing/planning/prune_change.hpp"

#include "base/text.hpp"
#include "publishing/planning/planning.hpp"

namespace slipway::publishing {
namespace {

/// "keep 3 versions and 30 days"
std::string reason_of(const storage::KeepPolicy& policy) {
    std::vector<std::string> limits;
    const auto add = [&](const std::optional<std::uint32_t>& limit, const std::string& unit) {
        if (limit) limits.push_back(std::to_string(*limit) + " " + unit + (*limit == 1 ? "" : "s"));
    };
    add(policy.versions, "version");
    add(policy.days, "day");
    return "keep " + join(limits, " and ");
}

/// What may be past the channel's policy; nothing: everything.
std::optional<NamesByIndex> names_to_check(const Planning& planning, const ChannelState& channel) {
    const auto& given = planning.given();
    if (given.kept == nullptr) return std::nullopt;
    const auto found = given.kept->find(channel.settings.name);
    if (found == given.kept->end()) return std::nullopt;
    return found->second.names_to_check(given.nodes, planning.state().settings, channel.lists, channel.settings.keep,
                                        given.now);
}

}  // namespace

PruneChange::PruneChange(std::string channel, Report report)
    : ServerChange(the_server, std::move(report)), channel_(std::move(channel)) {}

bool PruneChange::is_repeated_by(const Change& waiting) const {
    const auto* other = dynamic_cast<const PruneChange*>(&waiting);
    return other != nullptr && other->channel_ == channel_;
}

Result<Change::Answer> PruneChange::plan(Planning& planning) const {
    ChannelDraft& draft = *TRY(planning.draft_of(channel_));
    const auto& policy = draft.settings().keep;
    const auto now = planning.given().now;
    const auto names = names_to_check(planning, draft.state());
    const auto uploaded_at = [&](std::span<const Sha256> packages) -> Result<std::vector<Seconds>> {
        return upload_times(TRY(planning.facts().find_packages(packages)), packages);
    };
    auto [packages, due] = TRY(find_prunable(uploaded_at, planning.given().nodes, planning.state().settings,
                                             draft.state().lists, policy, now, names));
    planning.plan().kept = KeepApplied{channel_, policy, now, !names, std::move(due)};
    if (packages.empty()) return answer();
    audit::PackagesPruned what;
    for (const auto& package : packages) {
        draft.remove(*planning.distro(package.distro), package.component, package.key);
        what.packages.push_back(package.key);
    }
    const auto event = planning.add_event(actor(), channel_, what);
    planning.record_change(channel_, Cause::expire, actor(), reason_of(policy), {0, packages.size()}, event);
    return answer();
}

}  // namespace slipway::publishing
