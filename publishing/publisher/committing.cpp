#include "publishing/publisher/committing.hpp"

#include "publishing/publisher/publisher_state.hpp"
#include "publishing/publisher/storing.hpp"
#include "storage/catalog/repeated_write.hpp"

#include <set>

namespace slipway::publishing {
namespace {

/// The slot as it is to be.
Result<RepositorySlot> slot_after(const PublisherState& state, const Publication& publication) {
    const RepositorySlot& slot = state.slots.at(publication.repository);
    RepositorySlot next;
    next.state = std::make_shared<const RepositoryState>(publication.plan.after);
    next.served = publication.served;
    next.published = slot.published;
    next.pools = slot.pools;
    next.generation = publication.generation + 1;
    for (const auto& distro : next.state->settings.distros)
        if (!next.pools.contains(distro.id)) next.pools[distro.id] = std::make_shared<PoolNames>();
    for (const auto distro : publication.plan.gone_distros) next.pools.erase(distro);
    std::set<std::string> changed;
    for (const auto& [name, work] : publication.plan.channels) changed.insert(name);
    next.published = TRY(build_repository(next, &changed, state.segments.store(), publication.now));
    return next;
}

Result<> write_rows(PublisherState& state, Publication& publication) {
    const auto write = [&](storage::WriteTransaction& tx) -> Result<> {
        TRY(state.fence.pass(tx, publication));
        Rights rights(tx, publication.now);
        TRY(rights.check_all(publication.changes, publication.repository, publication.repository_is()));
        return store(tx, publication);
    };
    TRY(storage::write_repeatedly(state.parts.catalog, write));
    publication.is_committed = true;
    state.fence.passed(publication);
    return {};
}

void protect_from_collection(GcGuard& gc_guard, const Plan& plan) {
    for (const auto& [hash, bytes] : plan.nodes->nodes()) gc_guard.protect(hash);
    for (const auto& name : plan.pool_names) gc_guard.protect(name.sha256);
}

void count(PublisherCounters& counters, const Plan& plan) {
    ++counters.publications;
    for (const auto& [name, work] : plan.channels)
        if (work.new_revision) ++counters.revisions;
    counters.nodes_written += plan.nodes->nodes().size();
    counters.last_publication_failed = false;
}

/// It only moves: nothing can fail after the commit.
void take_over(RepositorySlot& slot, RepositorySlot next, const Plan& plan) {
    slot.state = std::move(next.state);
    slot.served = std::move(next.served);
    slot.pools = std::move(next.pools);
    slot.published = std::move(next.published);
    slot.generation = next.generation;
    for (const auto& [name, id] : plan.gone_channels) slot.kept->erase(name);
    forget_release_signatures(slot, [&](const auto& of) {
        return slot.state->find_distro(of.second) == nullptr || plan.gone_channels.contains(of.first);
    });
}

}  // namespace

Result<> commit(PublisherState& state, Publication& publication) {
    if (publication.plan.repository_gone) return write_rows(state, publication);
    // What may fail for want of memory comes before the commit.
    auto next = TRY(slot_after(state, publication));
    protect_from_collection(state.gc_guard, publication.plan);
    NewPoolNames names(next.pools, publication.plan.pool_names);
    TRY(write_rows(state, publication));

    names.keep();
    state.guard.run("taking purged names out of service", [&] {
        for (const auto& purge : publication.plan.purges) purge_name(*next.state, next.pools, purge);
    });
    take_over(state.slots.at(publication.repository), std::move(next), publication.plan);
    count(state.counters, publication.plan);
    return {};
}

}  // namespace slipway::publishing
