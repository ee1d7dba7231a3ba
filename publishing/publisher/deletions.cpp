// Taking away a channel or a repository publishes nothing: rows go, the tree is switched, garbage collection follows.
#include "publishing/content/pins.hpp"
#include "publishing/model/audit_events.hpp"
#include "publishing/model/ephemeral.hpp"
#include "publishing/planning/rights.hpp"
#include "publishing/publisher/publisher_state.hpp"

namespace slipway::publishing {
namespace {

Error not_empty(const std::string& what) {
    return Error("not-empty"_problem, what + " is not empty; remove its packages first, or force the deletion");
}

/// Without force.
Result<> check_may_be_deleted(const storage::Catalog& catalog, const RepositoryState& repository) {
    const auto tx = TRY(catalog.read());
    for (const auto& [name, channel] : repository.channels) {
        if (channel.package_count > 0) return not_empty("repository " + repository.settings.name);
        TRY(check_unpinned(tx, channel.settings));
    }
    return {};
}

}  // namespace

/// Removes a channel from the catalog and from `state`, which becomes the repository's; the switch is the caller's.
Result<> Publisher::State::drop_channel(RepositorySlot& slot, std::shared_ptr<RepositoryState> state,
                                        const std::string& channel, storage::EventRow event, const AlsoWrite& also) {
    const RowId id = state->channels.at(channel).settings.id;
    state->channels.erase(channel);
    std::erase_if(state->settings.channels, [&](const auto& row) { return row.id == id; });
    RepositorySlot next;
    next.state = std::move(state);
    next.served = slot.served;
    next.served.erase(channel);
    next.pools = slot.pools;
    next.published = slot.published;
    const std::set<std::string> changed;
    next.published = TRY(build_repository(next, &changed, segments.store(), parts.clock.now()));

    auto tx = TRY(parts.catalog.write());
    TRY(storage::delete_channel(tx, id));
    TRY(also(tx));
    TRY(storage::append_event(tx, std::move(event)));
    TRY(std::move(tx).commit());
    slot.state = std::move(next.state);
    slot.served = std::move(next.served);
    slot.published = std::move(next.published);
    slot.kept->erase(channel);
    forget_release_signatures(slot, [&](const auto& of) { return of.first == channel; });
    return {};
}

void Publisher::State::delete_channel(const std::string& repository, const Actor& actor,
                                      const DeleteChannelChange& change) {
    RepositorySlot& slot = slots.at(repository);
    const auto carry_out = [&]() -> Result<> {
        const auto found = slot.state->channels.find(change.channel);
        if (found == slot.state->channels.end()) return no_channel(*slot.state, change.channel);
        TRY(check_terms(change.expected, *slot.state));
        if (found->second.package_count > 0 && change.force == Force::no) return not_empty("channel " + change.channel);
        if (change.force == Force::no) {
            const auto reading = TRY(parts.catalog.read());
            TRY(check_unpinned(reading, found->second.settings));
        }
        const auto ask_again = [&](storage::WriteTransaction& tx) {
            const Action action{Action::Kind::administer, repository, change.channel};
            return Rights(tx, parts.clock.now()).check(actor, action);
        };
        auto event = event_of(actor, {repository, change.channel}, parts.clock.now(), audit::ChannelDeleted());
        return drop_channel(slot, std::make_shared<RepositoryState>(*slot.state), change.channel, std::move(event),
                            ask_again);
    };
    auto outcome = carry_out();
    if (!outcome.ok()) return change.done(std::move(outcome).error());
    switch_tree([done = change.done, holding = hold()] { done(std::monostate{}); });
}

/// A repository was deleted: its keys go. What is asked for under its name takes its turn after that, or a new key
/// could go with the old ones.
void Publisher::State::end_repository(const std::string& repository) {
    RepositorySlot ended;
    ended.busy = true;
    ended.waiting = std::move(slots.at(repository).waiting);
    std::swap(slots.at(repository), ended);
    for (const auto& [of, waiters] : ended.signature_waiters)
        for (const auto& done : waiters) done(Error(Fault::not_found, "repository " + repository + " was deleted"));
    parts.signers.remove_repository(repository, [this, repository, holding = hold()](Result<std::monostate> removed) {
        post([this, repository, removed, holding] {
            if (!removed.ok()) parts.log.failure("keys of a deleted repository could not be removed", removed.error());
            auto waiting = std::move(slots.at(repository).waiting);
            slots.erase(repository);
            for (auto& change : waiting) submit(repository, std::move(change));
        });
    });
}

void Publisher::State::delete_repository(const std::string& repository, const Actor& actor,
                                         const DeleteRepositoryChange& change) {
    RepositorySlot& slot = slots.at(repository);
    const auto carry_out = [&]() -> Result<> {
        TRY(check_terms(change.expected, *slot.state));
        if (change.force == Force::no) TRY(check_may_be_deleted(parts.catalog, *slot.state));
        auto tx = TRY(parts.catalog.write());
        Rights rights(tx, parts.clock.now());
        TRY(rights.check(actor, {Action::Kind::create_or_delete, repository, ""}));
        TRY(storage::delete_repository(tx, slot.state->settings.id));
        TRY(storage::append_event(tx,
                                  event_of(actor, {repository, ""}, parts.clock.now(), audit::RepositoryDeleted())));
        return std::move(tx).commit();
    };
    auto outcome = carry_out();
    if (!outcome.ok()) {
        change.done(std::move(outcome).error());
        return pump(repository);
    }
    for (const auto& waiting : slot.waiting)
        refuse(waiting, Error(Fault::not_found, "repository " + repository + " was deleted"));
    slot.waiting.clear();
    const auto done = change.done;
    end_repository(repository);
    switch_tree([done, holding = hold()] { done(std::monostate{}); });
}

}  // namespace slipway::publishing
