// What the publisher's thread does with a change: get it a key if it needs one, queue it, publish it with its group,
// commit, switch, answer. See docs/publishing.md.
#include "publishing/planning/rights.hpp"
#include "publishing/publisher/publisher_state.hpp"

#include <algorithm>

namespace slipway::publishing {
namespace {

std::string key_user_id(const std::string& repository) { return "Slipway repository " + repository; }

bool wants_new_key(const RepositoryState& state, const KeyCommand& command) {
    using Verb = KeyCommand::Verb;
    if (command.verb == Verb::generate || command.verb == Verb::import) return true;
    if (command.verb != Verb::rotate) return false;
    const auto is_standby = [](const auto& key) { return key.state == signing::KeyState::standby; };
    return command.algorithm || std::none_of(state.keyring.begin(), state.keyring.end(), is_standby);
}

/// Before a key is made for it.
Result<> check_may_begin_with(const Terms& terms, const std::string& repository) {
    if (terms.if_absent == IfAbsent::refuse) return no_repository(repository);
    return check_terms(terms.expected, RepositoryState());
}

/// For what takes effect later than the change that caused it: that was allowed, so nobody is asked again.
Actor without_token(const Actor& actor) { return {actor.name, actor.address}; }

}  // namespace

void Publisher::State::submit(const std::string& repository, Change change) {
    if (stopping)
        return refuse(change,
                      Error(Fault::cancelled, "the server is stopping; try again").as("publication-failed"_problem));
    const auto found = slots.find(repository);
    const bool exists = found != slots.end() && found->second.state != nullptr;
    if (auto* put = std::get_if<PutRepositoryChange>(&change.what); put != nullptr && found == slots.end()) {
        auto allowed = check_rights(change, repository, RepositoryIs::absent);
        if (allowed.ok()) allowed = check_may_begin_with(put->put.terms, repository);
        if (!allowed.ok()) return refuse(change, allowed.error());
        return prepare_repository(repository, std::move(*put), std::move(change.actor));
    }
    if (!exists && !std::holds_alternative<PutRepositoryChange>(change.what))
        return refuse(change, no_repository(repository));
    if (auto* keys = std::get_if<KeyChange>(&change.what);
        keys != nullptr && wants_new_key(*found->second.state, keys->command)) {
        auto checked = check_rights(change, repository, RepositoryIs::present);
        if (checked.ok()) checked = check_key_command(*found->second.state, keys->command);
        if (!checked.ok()) return refuse(change, checked.error());
        return prepare_key(repository, std::move(*keys), std::move(change.actor));
    }
    enqueue(repository, std::move(change));
}

/// Before a key is made for it: nothing of a refused change shall be left in the keyring's directory.
Result<> Publisher::State::check_rights(const Change& change, const std::string& repository, RepositoryIs is) const {
    const auto tx = TRY(parts.catalog.read());
    return Rights(tx, parts.clock.now()).check(change, repository, is);
}

/// A new repository waits for its first key; what comes for it meanwhile waits behind it.
void Publisher::State::prepare_repository(const std::string& repository, PutRepositoryChange change, Actor actor) {
    auto shared = std::make_shared<PutRepositoryChange>(std::move(change));
    const Done<signing::PublicKey> ready(
        [this, repository, shared, actor, holding = hold()](Result<signing::PublicKey> key) {
            post([this, repository, shared, actor, key, holding] {
                RepositorySlot& slot = slots.at(repository);
                slot.busy = false;
                if (!key.ok()) {
                    parts.log.failure("the first key of a repository could not be made", key.error());
                    refuse({actor, *shared}, publication_failed(key.error()));
                    return give_up(repository);
                }
                shared->first_key = *key;
                slot.waiting.push_front({actor, *shared});
                pump(repository);
            });
        });
    slots[repository].busy = true;
    if (shared->put.first_private_key.empty())
        parts.signers.generate_key(repository, options.first_key, key_user_id(repository), ready);
    else
        parts.signers.import_key(repository, shared->put.first_private_key, "", ready);
}

void Publisher::State::prepare_key(const std::string& repository, KeyChange change, Actor actor) {
    auto shared = std::make_shared<KeyChange>(std::move(change));
    const auto ready = [this, repository, shared, actor, holding = hold()](Result<signing::PublicKey> key) {
        post([this, repository, shared, actor, key, holding] {
            if (!key.ok()) {
                const bool bad_key = !is_of_the_server(key.error().fault());
                if (!bad_key) parts.log.failure("a key could not be made or taken in", key.error());
                return refuse({actor, *shared}, bad_key ? key.error() : publication_failed(key.error()));
            }
            shared->new_key = *key;
            if (!slots.contains(repository)) return refuse({actor, *shared}, no_repository(repository));
            enqueue(repository, {actor, *shared});
        });
    };
    const KeyCommand& command = shared->command;
    if (command.verb == KeyCommand::Verb::import)
        parts.signers.import_key(repository, command.armored, command.passphrase, ready);
    else
        parts.signers.generate_key(repository, command.algorithm.value_or(options.first_key), key_user_id(repository),
                                   ready);
}

void Publisher::State::enqueue(const std::string& repository, Change change) {
    slots.at(repository).waiting.push_back(std::move(change));
    pump(repository);
}

void Publisher::State::pump(const std::string& repository) {
    RepositorySlot& slot = slots.at(repository);
    if (slot.busy || slot.waiting.empty()) return;
    auto group = take_group(slot.waiting);
    const Change& first = group.front();
    if (const auto* channel = std::get_if<DeleteChannelChange>(&first.what)) {
        delete_channel(repository, first.actor, *channel);
        return pump(repository);
    }
    if (const auto* expiry = std::get_if<ExpireChannelChange>(&first.what)) {
        expire_channel(repository, first.actor, expiry->channel);
        return pump(repository);
    }
    if (const auto* whole = std::get_if<DeleteRepositoryChange>(&first.what))
        return delete_repository(repository, first.actor, *whole);
    publish(repository, std::move(group));
}

void Publisher::State::publish(const std::string& repository, std::vector<Change> changes) {
    RepositorySlot& slot = slots.at(repository);
    auto publication = std::make_shared<Publication>();
    publication->repository = repository;
    publication->changes = std::move(changes);
    publication->before = slot.state;
    if (!slot.state) {
        auto fresh = std::make_shared<RepositoryState>();
        fresh->settings.name = repository;
        publication->before = std::move(fresh);
    }
    publication->served = slot.served;
    publication->kept = slot.kept;
    publication->now = parts.clock.now();
    publication->serial = next_serial++;
    const Done<> concluded([this, publication, holding = hold()](Result<> result) {
        post([this, publication, holding, result = std::move(result)]() mutable {
            conclude(publication, std::move(result));
        });
    });
    slot.busy = true;
    publishing_now.insert(publication->serial);
    ++counters.under_way;
    stages.run(publication, concluded);
}

void Publisher::State::conclude(std::shared_ptr<Publication> publication, Result<> result) {
    --counters.under_way;
    RepositorySlot& slot = slots.at(publication->repository);
    slot.busy = false;
    if (result.ok() && publication->does_something())
        result = guard.result_of("committing", [&] { return commit(*publication); });
    publication->ended(Step::commit, counters);
    publishing_now.erase(publication->serial);
    note_ended_publications();
    if (!result.ok() && is_refusal(result.error())) return plan_again(*publication);
    if (!result.ok()) {
        fail(*publication, result.error());
        return slot.state ? pump(publication->repository) : give_up(publication->repository);
    }
    if (!slot.state) return give_up(publication->repository);  // its only change was refused
    remember_kept(slot, publication->plan);
    switch_tree([this, publication, holding = hold()] {
        publication->ended(Step::serve, counters);
        if (publication->purged.packages.empty())
            for (const auto& answer : publication->answers) answer(publication->plan);
        else
            post([this, publication, holding] { finish_purge(*publication); });
    });
    if (publication->does_something()) after_commit(*publication);
    pump(publication->repository);
    hash_ahead(*publication);
}

/// A repository could not be made: what waited behind it is asked for anew. The keys stay where they are: they may have
/// been there before, and be all there is of an older catalog; fsck names keys that no repository has.
void Publisher::State::give_up(const std::string& repository) {
    auto waiting = std::move(slots.at(repository).waiting);
    slots.erase(repository);
    for (auto& change : waiting) submit(repository, std::move(change));
}

/// A right ended between plan and commit: the group takes its turn once more, where only that change is refused.
void Publisher::State::plan_again(Publication& publication) {
    auto& waiting = slots.at(publication.repository).waiting;
    auto& changes = publication.changes;
    waiting.insert(waiting.begin(), std::make_move_iterator(changes.begin()), std::make_move_iterator(changes.end()));
    pump(publication.repository);
}

/// Makes the publication durable and the slot what it made. On failure nothing has changed. A refusal (`is_refusal`)
/// concerns one of its changes only.
Result<> Publisher::State::commit(Publication& publication) {
    RepositorySlot& slot = slots.at(publication.repository);
    RepositorySlot next;
    next.state = std::make_shared<const RepositoryState>(publication.plan.after);
    next.served = publication.served;
    next.published = slot.published;
    next.pools = slot.pools;
    for (const auto& distro : next.state->settings.distros)
        if (!next.pools.contains(distro.id)) next.pools[distro.id] = std::make_shared<PoolNames>();
    for (const auto distro : publication.plan.gone_distros) next.pools.erase(distro);
    std::set<std::string> changed;
    for (const auto& [name, work] : publication.plan.channels) changed.insert(name);
    next.published = TRY(build_repository(next, &changed, segments.store(), publication.now));

    // What may fail for want of memory comes before the commit: what follows it only moves.
    for (const auto& [hash, bytes] : publication.plan.nodes->nodes()) condemned.spare(hash);
    for (const auto& name : publication.plan.pool_names) condemned.spare(name.sha256);
    NewPoolNames names(next.pools, publication.plan.pool_names);

    auto tx = TRY(parts.catalog.write());
    Rights rights(tx, publication.now);
    TRY(rights.check_all(publication.changes, publication.repository, publication.repository_is()));
    TRY(store(tx, publication));
    TRY(std::move(tx).commit());

    names.keep();
    guard.run("taking purged names out of service", [&] {
        for (const auto& purge : publication.plan.purges) purge_name(*next.state, next.pools, purge);
    });
    slot.state = std::move(next.state);
    slot.served = std::move(next.served);
    slot.pools = std::move(next.pools);
    slot.published = std::move(next.published);
    forget_release_signatures(slot, [&](const auto& of) { return slot.state->find_distro(of.second) == nullptr; });
    ++counters.publications;
    for (const auto& [name, work] : publication.plan.channels)
        if (work.new_revision) ++counters.revisions;
    counters.nodes_written += publication.plan.nodes->nodes().size();
    counters.last_publication_failed = false;
    return {};
}

void Publisher::State::fail(const Publication& publication, const Error& error) {
    ++counters.failed_publications;
    counters.last_publication_failed = true;
    parts.log.failure("publication failed", error);
    const Error told = publication_failed(error);
    for (const auto& change : publication.changes) refuse(change, told);
}

void Publisher::State::switch_tree(std::function<void()> done) {
    auto next = std::make_shared<PublishedTree>();
    for (const auto& [name, slot] : slots)
        if (slot.published) next->repositories[name] = slot.published;
    {
        const std::lock_guard lock(tree_mutex);
        tree = next;
    }
    switch_to(std::move(next), std::move(done));
}

/// What follows a publication without holding anybody up: detached signatures, the log, repairs that were put off.
void Publisher::State::after_commit(const Publication& publication) {
    start_rendering_again();
    if (publication.clock_was_wrong) {
        ++counters.clock_alarms;
        parts.log.error("clock alarm",
                        {{"repository", publication.repository},
                         {"message", "the last publication was dated in the future; dates go back to the clock"}});
    }
    for (const auto& [name, work] : publication.plan.channels) {
        const auto& channel = publication.plan.after.channels.at(name);
        parts.log.info("published", {{"repository", publication.repository},
                                     {"channel", name},
                                     {"revision", std::to_string(channel.revision)},
                                     {"packages", std::to_string(channel.package_count)},
                                     {"root", channel.root.hex()}});
    }
    for (const auto& [channel, row] : publication.new_entry_points)
        if (row.architecture.empty()) sign_release(publication.repository, channel, row.distro);
    for (const auto& [name, work] : publication.plan.channels)
        if (work.apply_keep) expire(publication.repository, name);
    if (publication.plan.sign_anew) resign_all(publication.repository);
    for (const auto& change : publication.changes)
        if (const auto* keys = std::get_if<KeyChange>(&change.what);
            keys != nullptr && keys->command.verb == KeyCommand::Verb::revoke)
            resign(publication.repository, keys->command.fingerprint, without_token(change.actor));
}

}  // namespace slipway::publishing
