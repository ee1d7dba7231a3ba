#include "publishing/planning/architecture_limit.hpp"

namespace slipway::publishing {
namespace {

Error too_many_architectures(const ChannelDraft& channel, const storage::DistroRow& distro,
                             const std::string& architecture) {
    return Error("too-many-architectures"_problem,
                 "distro " + distro.name + " does not declare architecture " + architecture + ", and channel " +
                     channel.state().settings.name +
                     " has the maximum number of undeclared ones (limits.extra_architectures); remove packages "
                     "of one, or have an administrator declare it");
}

}  // namespace

Result<> check_extra_architectures(const Planning& planning, const ChannelDraft& draft,
                                   const NeededArchitectures& needed) {
    const std::size_t limit = planning.given().limits.extra_architectures;
    NeededArchitectures extra = needed;
    for (const auto& row : planning.state().settings.distros)
        for (auto& architecture : extra_architectures(row, draft.state().lists))
            extra.emplace(row.id, std::move(architecture));
    if (extra.size() <= limit) return {};

    // One that has lost its last package goes when the plan is finished.
    std::size_t count = 0;
    for (const auto& [id, architecture] : extra)
        if (needed.contains({id, architecture}) || TRY(draft.has_own(*planning.distro(id), architecture))) ++count;
    if (count <= limit) return {};
    const auto& [id, architecture] = *needed.begin();
    return too_many_architectures(draft, *planning.distro(id), architecture);
}

}  // namespace slipway::publishing
