// What the publisher's thread does with a change: get it a key if it needs one, queue it, publish it with its group,
// commit, switch, answer. See docs/publishing.md.
#include "publishing/planning/rights.hpp"
#include "publishing/publisher/publisher_state.hpp"

#include <algorithm>

namespace slipway::publishing {
namespace {

std::string key_user_id(const std::string& repository) { return "Slipway repository " + repository; }

std::shared_ptr<const RepositoryState> empty_state(const std::string& name) {
    auto fresh = std::make_shared<RepositoryState>();
    fresh->settings.name = name;
    return fresh;
}

RepositoryIs presence_of_state(const RepositoryState& repository) {
    return repository.settings.id == 0 ? RepositoryIs::absent : RepositoryIs::present;
}

}  // namespace

void Publisher::State::submit(const std::string& repository, SharedChange change) {
    if (stopping)
        return change->refuse(
            Error(Fault::cancelled, "the server is stopping; try again").as("publication-failed"_problem));
    const auto found = slots.find(repository);
    const bool is_new = found == slots.end();
    if (!change->makes_repository() && (is_new || !found->second.state))
        return change->refuse(no_repository(repository));
    // Another change is making the repository.
    if (!is_new && !found->second.state) return enqueue(repository, std::move(change));
    const auto wanted = wanted_key(*change, is_new ? *empty_state(repository) : *found->second.state);
    if (!wanted.ok()) return change->refuse(wanted.error());
    if (!*wanted) return enqueue(repository, std::move(change));
    if (is_new) return prepare_repository(repository, change, **wanted);
    prepare_key(repository, change, **wanted);
}

/// Before a key is made, what can be refused is refused: nothing of a refused change shall be left in the keyring's
/// directory.
Result<std::optional<KeyRequest>> Publisher::State::wanted_key(const Change& change,
                                                               const RepositoryState& repository) const {
    auto wanted = change.wanted_key(repository);
    if (wanted.ok() && !*wanted) return wanted;
    const auto tx = TRY(parts.catalog.read());
    TRY(Rights(tx, parts.clock.now()).check(change, repository.settings.name, presence_of_state(repository)));
    return wanted;
}

void Publisher::State::request_key(const std::string& repository, const KeyRequest& wanted,
                                   const Done<signing::PublicKey>& ready) {
    if (!wanted.armored.empty()) return parts.signers.import_key(repository, wanted.armored, wanted.passphrase, ready);
    parts.signers.generate_key(repository, wanted.algorithm.value_or(options.first_key), key_user_id(repository),
                               ready);
}

/// A new repository waits for its first key; what comes for it meanwhile waits behind it.
void Publisher::State::prepare_repository(const std::string& repository, const SharedChange& change,
                                          const KeyRequest& wanted) {
    slots[repository].busy = true;
    request_key(repository, wanted, [this, repository, change, holding = hold()](Result<signing::PublicKey> key) {
        post([this, repository, change, key, holding] {
            RepositorySlot& slot = slots.at(repository);
            slot.busy = false;
            if (!key.ok()) {
                parts.log.failure("the first key of a repository could not be made", key.error());
                change->refuse(publication_failed(key.error()));
                return give_up(repository);
            }
            change->take_key(*key);
            slot.waiting.push_front(change);
            pump(repository);
        });
    });
}

void Publisher::State::prepare_key(const std::string& repository, const SharedChange& change,
                                   const KeyRequest& wanted) {
    request_key(repository, wanted, [this, repository, change, holding = hold()](Result<signing::PublicKey> key) {
        post([this, repository, change, key, holding] {
            if (!key.ok()) {
                const bool bad_key = !is_of_the_server(key.error().fault());
                if (!bad_key) parts.log.failure("a key could not be made or taken in", key.error());
                return change->refuse(bad_key ? key.error() : publication_failed(key.error()));
            }
            change->take_key(*key);
            if (!slots.contains(repository)) return change->refuse(no_repository(repository));
            enqueue(repository, change);
        });
    });
}

void Publisher::State::enqueue(const std::string& repository, SharedChange change) {
    publishing::enqueue(slots.at(repository).waiting, std::move(change));
    pump(repository);
}

void Publisher::State::pump(const std::string& repository) {
    RepositorySlot& slot = slots.at(repository);
    if (slot.busy || slot.waiting.empty()) return;
    auto group = take_group(slot.waiting);
    publish(repository, std::move(group));
}

void Publisher::State::publish(const std::string& repository, std::vector<SharedChange> changes) {
    RepositorySlot& slot = slots.at(repository);
    auto publication = std::make_shared<Publication>();
    publication->repository = repository;
    publication->changes = std::move(changes);
    publication->before = slot.state ? slot.state : empty_state(repository);
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
    if (result.ok() && publication->plan.does_something())
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
    if (publication->plan.repository_gone) end_repository(publication->repository);
    switch_tree([this, publication, holding = hold()] {
        publication->ended(Step::serve, counters);
        if (publication->plan.purged_bytes.empty()) return publication->answer();
        post([this, publication, holding] {
            for (auto& [blob, bytes] : publication->plan.purged_bytes) bytes = destroy_bytes(blob);
            publication->answer();
        });
    });
    if (publication->plan.repository_gone) return;
    if (publication->plan.does_something()) after_commit(*publication);
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
    if (publication.plan.repository_gone) return commit_end(publication);
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
    for (const auto& [name, id] : publication.plan.gone_channels) slot.kept->erase(name);
    forget_release_signatures(slot, [&](const auto& of) {
        return slot.state->find_distro(of.second) == nullptr || publication.plan.gone_channels.contains(of.first);
    });
    ++counters.publications;
    for (const auto& [name, work] : publication.plan.channels)
        if (work.new_revision) ++counters.revisions;
    counters.nodes_written += publication.plan.nodes->nodes().size();
    counters.last_publication_failed = false;
    return {};
}

/// The end of a repository. What waits for it is told; what is asked for under its name from now on waits for the end.
Result<> Publisher::State::commit_end(Publication& publication) {
    auto tx = TRY(parts.catalog.write());
    Rights rights(tx, publication.now);
    TRY(rights.check_all(publication.changes, publication.repository, publication.repository_is()));
    TRY(store(tx, publication));
    TRY(std::move(tx).commit());
    auto& waiting = slots.at(publication.repository).waiting;
    for (const auto& change : waiting)
        change->refuse(Error(Fault::not_found, "repository " + publication.repository + " was deleted"));
    waiting.clear();
    return {};
}

void Publisher::State::fail(const Publication& publication, const Error& error) {
    ++counters.failed_publications;
    counters.last_publication_failed = true;
    parts.log.failure("publication failed", error);
    const Error told = publication_failed(error);
    for (const auto& change : publication.changes) change->refuse(told);
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
        if (work.prune) prune(publication.repository, name);
    if (publication.plan.sign_anew) resign_all(publication.repository);
    if (const auto& revoked = publication.plan.revoked)
        resign(publication.repository, revoked->fingerprint, revoked->actor);
}

}  // namespace slipway::publishing
