// What the publisher's thread does with a change: get it a key if it needs one, queue it, publish it with its group,
// commit, switch, answer. See docs/publishing.md.
#include "publishing/publisher_state.hpp"

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

}  // namespace

void Publisher::State::submit(const std::string& repository, Change change) {
    if (stopping)
        return refuse(change, Error(Fault::cancelled, "the server is stopping; try again").as("publication-failed"));
    const auto found = slots.find(repository);
    const bool exists = found != slots.end() && found->second.state != nullptr;
    if (auto* put = std::get_if<PutRepositoryChange>(&change.what); put != nullptr && found == slots.end())
        return prepare_repository(repository, std::move(*put), std::move(change.actor));
    if (!exists && !std::holds_alternative<PutRepositoryChange>(change.what))
        return refuse(change, no_repository(repository));
    if (auto* keys = std::get_if<KeyChange>(&change.what);
        keys != nullptr && wants_new_key(*found->second.state, keys->command)) {
        if (const auto checked = check_key_command(*found->second.state, keys->command); !checked.ok())
            return refuse(change, checked.error());
        return prepare_key(repository, std::move(*keys), std::move(change.actor));
    }
    enqueue(repository, std::move(change));
}

/// A new repository waits for its first key; what comes for it meanwhile waits behind it.
void Publisher::State::prepare_repository(const std::string& repository, PutRepositoryChange change, Actor actor) {
    slots[repository].busy = true;
    ++under_way;
    auto shared = std::make_shared<PutRepositoryChange>(std::move(change));
    const auto ready = [this, repository, shared, actor](Result<signing::PublicKey> key) {
        post([this, repository, shared, actor, key] {
            --under_way;
            RepositorySlot& slot = slots.at(repository);
            slot.busy = false;
            if (!key.ok()) {
                refuse({actor, *shared}, publication_failed(key.error()));
                for (const auto& waiting : slot.waiting) refuse(waiting, no_repository(repository));
                slots.erase(repository);
                return;
            }
            shared->first_key = *key;
            slot.waiting.push_front({actor, *shared});
            pump(repository);
        });
    };
    parts.signers.generate_key(repository, options.first_key, key_user_id(repository), ready);
}

void Publisher::State::prepare_key(const std::string& repository, KeyChange change, Actor actor) {
    ++under_way;
    auto shared = std::make_shared<KeyChange>(std::move(change));
    const auto ready = [this, repository, shared, actor](Result<signing::PublicKey> key) {
        post([this, repository, shared, actor, key] {
            --under_way;
            if (!key.ok()) {
                const bool bad_key = is_fault_of_the_file(key.error());
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
    publishing_now.insert(publication->serial);
    slot.busy = true;
    ++under_way;
    stages.run(publication, [this, publication](Result<> result) {
        post([this, publication, result = std::move(result)]() mutable { conclude(publication, std::move(result)); });
    });
}

void Publisher::State::conclude(std::shared_ptr<Publication> publication, Result<> result) {
    --under_way;
    RepositorySlot& slot = slots.at(publication->repository);
    slot.busy = false;
    if (result.ok() && publication->does_something()) result = commit(*publication);
    publication->ended(Step::commit, counters);
    publishing_now.erase(publication->serial);
    note_ended_publications();
    if (!result.ok()) {
        fail(*publication, result.error());
        if (!slot.state) {  // a repository that could not be made
            for (const auto& waiting : slot.waiting) refuse(waiting, no_repository(publication->repository));
            slots.erase(publication->repository);
            return;
        }
        return pump(publication->repository);
    }
    if (!slot.state) {  // its only change was refused
        slots.erase(publication->repository);
        return;
    }
    remember_kept(slot, publication->plan);
    ++under_way;
    switch_tree([this, publication] {
        publication->ended(Step::serve, counters);
        if (publication->purged.packages.empty()) {
            for (const auto& answer : publication->answers) answer(publication->plan);
            post([this] { --under_way; });
        } else {
            post([this, publication] { finish_purge(*publication); });
        }
    });
    if (publication->does_something()) after_commit(*publication);
    pump(publication->repository);
    hash_ahead(*publication);
}

/// Makes the publication durable and the slot what it made. On failure nothing has changed.
Result<> Publisher::State::commit(Publication& publication) {
    RepositorySlot& slot = slots.at(publication.repository);
    RepositorySlot next;
    next.state = std::make_shared<const RepositoryState>(publication.plan.after);
    next.served = publication.served;
    next.published = slot.published;
    next.pools = slot.pools;
    for (const auto& distro : next.state->settings.distros)
        if (!next.pools.contains(distro.id)) next.pools[distro.id] = std::make_shared<PoolNames>();
    std::set<std::string> changed;
    for (const auto& [name, work] : publication.plan.channels) changed.insert(name);
    next.published = TRY(build_repository(next, &changed, segments.store(), publication.now));

    auto tx = TRY(parts.catalog.write());
    TRY(store(tx, publication));
    TRY(std::move(tx).commit());

    // A collection deletes on this thread, so it cannot come between the commit and this.
    for (const auto& [hash, bytes] : publication.plan.nodes->nodes()) condemned.spare(hash);
    for (const auto& name : publication.plan.pool_names) {
        condemned.spare(name.sha256);
        next.pools.at(name.distro)->insert(name.sha256, name.size, name.file_name);
    }
    for (const auto& purge : publication.plan.purges) purge_name(*next.state, next.pools, purge);
    slot.state = std::move(next.state);
    slot.served = std::move(next.served);
    slot.pools = std::move(next.pools);
    slot.published = std::move(next.published);
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

/// What follows a publication without holding anybody up: detached signatures, the log.
void Publisher::State::after_commit(const Publication& publication) {
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
            resign(publication.repository, keys->command.fingerprint, change.actor);
}

/// Revocations that missed rpms which no channel had at the time.
void Publisher::State::resign_all(const std::string& repository) {
    for (const auto& [key, state] : slots.at(repository).state->keyring)
        if (state == signing::KeyState::revoked) resign(repository, key.fingerprint, {"slipwayd", ""});
}

/// The rpms that a revoked key signed are signed anew; their change takes its turn like any other.
void Publisher::State::resign(const std::string& repository, const std::string& revoked, const Actor& actor) {
    ++under_way;
    ++resignings;
    const auto ready = [this, repository, actor](Result<Resigning::Replacements> made) {
        post([this, repository, actor, made = std::move(made)]() mutable {
            --under_way;
            const auto noted = [this](const Result<std::monostate>& done) {
                if (!done.ok())
                    parts.log.failure("rpms of a revoked key could not be signed anew; restart to try again",
                                      done.error());
                post([this] { --resignings; });
            };
            if (!made.ok()) return noted(std::move(made).error());
            if (made->empty() || !slots.contains(repository)) return noted(std::monostate{});
            enqueue(repository, {actor, ResignedChange{std::move(made).release(), noted}});
        });
    };
    const auto keep = [this](storage::PackageRow row, std::function<void(Result<>)> kept) {
        const bool accepted = post([this, row = std::move(row), kept] { kept(keep_signed_anew(row)); });
        if (!accepted) kept(Error(Fault::cancelled, "the server is stopping"));
    };
    Resigning::start({parts.catalog, nodes, parts.blobs, parts.signers, cpu, keep}, slots.at(repository).state, revoked,
                     ready);
}

Result<> Publisher::State::keep_signed_anew(const storage::PackageRow& row) {
    if (stopping) return Error(Fault::cancelled, "the server is stopping");
    auto tx = TRY(parts.catalog.write());
    if (TRY(storage::find_package(tx, row.repository, row.sha256)).has_value()) return {};
    if (!TRY(storage::find_purges(tx, row.repository, row.uploaded_sha256)).empty()) {
        post([this, blob = row.sha256] { destroy_bytes(blob); });
        return {};
    }
    TRY(storage::insert_package(tx, row));
    return std::move(tx).commit();
}

}  // namespace slipway::publishing
