// Taking away a channel or a repository publishes nothing: rows go, the tree is switched, garbage collection follows.
#include "publishing/audit_event.hpp"
#include "publishing/ephemeral.hpp"
#include "publishing/pins.hpp"
#include "publishing/publisher_state.hpp"

namespace slipway::publishing {
namespace {

Error not_empty(const std::string& what) {
    return Error(Fault::conflict, what + " is not empty; remove its packages first or add ?force=true").as("not-empty");
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
                                        const std::string& channel, const Actor& actor, const char* action,
                                        const AlsoWrite& also) {
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
    TRY(storage::append_event(tx, event_of(actor, action, next.state->settings.name, channel, parts.clock.now())));
    TRY(std::move(tx).commit());
    slot.state = std::move(next.state);
    slot.served = std::move(next.served);
    slot.published = std::move(next.published);
    slot.kept->erase(channel);
    forget_release_signatures(slot, channel);
    return {};
}

void Publisher::State::delete_channel(const std::string& repository, const Actor& actor,
                                      const DeleteChannelChange& change) {
    RepositorySlot& slot = slots.at(repository);
    const auto carry_out = [&]() -> Result<> {
        const auto found = slot.state->channels.find(change.channel);
        if (found == slot.state->channels.end()) return no_channel(*slot.state, change.channel);
        if (found->second.package_count > 0 && change.force == Force::no) return not_empty("channel " + change.channel);
        if (change.force == Force::no) {
            const auto reading = TRY(parts.catalog.read());
            TRY(check_unpinned(reading, found->second.settings));
        }
        return drop_channel(slot, std::make_shared<RepositoryState>(*slot.state), change.channel, actor,
                            "channel.delete", [](storage::WriteTransaction&) { return Result<>(); });
    };
    auto outcome = carry_out();
    if (!outcome.ok()) return change.done(std::move(outcome).error());
    ++under_way;
    switch_tree([this, done = change.done] {
        done(std::monostate{});
        post([this] { --under_way; });
    });
}

void Publisher::State::delete_repository(const std::string& repository, const Actor& actor,
                                         const DeleteRepositoryChange& change) {
    RepositorySlot& slot = slots.at(repository);
    const auto carry_out = [&]() -> Result<> {
        if (change.force == Force::no) TRY(check_may_be_deleted(parts.catalog, *slot.state));
        auto tx = TRY(parts.catalog.write());
        TRY(storage::delete_repository(tx, slot.state->settings.id));
        TRY(storage::append_event(tx, event_of(actor, "repository.delete", repository, "", parts.clock.now())));
        return std::move(tx).commit();
    };
    auto outcome = carry_out();
    if (!outcome.ok()) {
        change.done(std::move(outcome).error());
        return pump(repository);
    }
    for (const auto& waiting : slot.waiting)
        refuse(waiting, Error(Fault::not_found, "repository " + repository + " was deleted"));
    slots.erase(repository);
    under_way += 2;
    parts.signers.remove_repository(repository, [this](Result<std::monostate> removed) {
        post([this, removed] {
            --under_way;
            if (!removed.ok()) parts.log.failure("keys of a deleted repository could not be removed", removed.error());
        });
    });
    switch_tree([this, done = change.done] {
        done(std::monostate{});
        post([this] { --under_way; });
    });
}

}  // namespace slipway::publishing
