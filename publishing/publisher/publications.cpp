// What becomes of a change: it gets a key if it needs one, waits in its repository's queue, and is published with its
// group on a thread of the publication's own, which may wait. What concerns the order of changes, and every catalog
// write, has its turn on the publisher's thread. See docs/publishing.md.
#include "publishing/publisher/publications.hpp"

#include "base/waiting.hpp"
#include "publishing/planning/expire_channel_change.hpp"
#include "publishing/planning/prune_change.hpp"
#include "publishing/publisher/committing.hpp"
#include "publishing/publisher/hashing_ahead.hpp"
#include "publishing/publisher/making_keys.hpp"
#include "publishing/publisher/publisher_state.hpp"
#include "publishing/publisher/reporting.hpp"

#include <iterator>
#include <memory>

namespace slipway::publishing {
void Publications::submit(const std::string& repository, SharedChange change) {
    if (of_.stopping) return change->refuse(stopping_error());
    const auto found = of_.slots.find(repository);
    const bool is_new = found == of_.slots.end();
    if (!change->makes_repository() && (is_new || !found->second.state))
        return change->refuse(no_repository(repository));
    // Another change is making the repository.
    if (!is_new && !found->second.state) return enqueue(repository, std::move(change));
    const auto wanted = wanted_key(of_, *change, is_new ? *empty_state(repository) : *found->second.state);
    if (!wanted.ok()) return change->refuse(wanted.error());
    if (!*wanted) return enqueue(repository, std::move(change));
    if (is_new) return prepare_repository(repository, change, **wanted);
    prepare_key(repository, change, **wanted);
}

/// A new repository waits for its first key; what comes for it meanwhile waits behind it.
void Publications::prepare_repository(const std::string& repository, const SharedChange& change,
                                      const KeyRequest& wanted) {
    of_.slots[repository].busy = true;
    of_.publishing_threads.post([this, repository, change, wanted] {
        const auto key = make_key(of_, repository, wanted);
        if (key.ok()) {
            give_key(of_, *change, repository, wanted, *key);
        } else {
            of_.parts.log.failure("the first key of a repository could not be made", key.error());
            change->refuse(publication_failed(key.error()));
        }
        of_.turns.run([&] {
            RepositorySlot& slot = of_.slots.at(repository);
            slot.busy = false;
            if (!key.ok()) return give_up(repository);
            slot.waiting.push_front(change);
            pump(repository);
        });
    });
}

/// Publications of the repository go on meanwhile.
void Publications::prepare_key(const std::string& repository, const SharedChange& change, const KeyRequest& wanted) {
    of_.publishing_threads.post([this, repository, change, wanted] {
        const auto key = make_key(of_, repository, wanted);
        if (!key.ok()) {
            const bool bad_key = !is_of_the_server(key.error().fault());
            if (!bad_key) of_.parts.log.failure("a key could not be made or imported", key.error());
            return change->refuse(bad_key ? key.error() : publication_failed(key.error()));
        }
        give_key(of_, *change, repository, wanted, *key);
        of_.turns.run([&] {
            if (!of_.slots.contains(repository)) return change->refuse(no_repository(repository));
            enqueue(repository, change);
        });
    });
}

void Publications::enqueue(const std::string& repository, SharedChange change) {
    publishing::enqueue(of_.slots.at(repository).waiting, std::move(change));
    pump(repository);
}

void Publications::pump(const std::string& repository) {
    RepositorySlot& slot = of_.slots.at(repository);
    if (slot.busy || slot.waiting.empty()) return;
    begin(repository, take_group(slot.waiting));
}

void Publications::begin(const std::string& repository, std::vector<SharedChange> changes) {
    RepositorySlot& slot = of_.slots.at(repository);
    auto publication = std::make_shared<Publication>();
    publication->repository = repository;
    publication->changes = std::move(changes);
    publication->before = slot.state ? slot.state : empty_state(repository);
    publication->served = slot.served;
    publication->kept = slot.kept;
    publication->generation = slot.generation;
    publication->now = of_.parts.clock.now();
    slot.busy = true;
    publication->serial = of_.under_way.begin();
    ++of_.counters.under_way;
    of_.publishing_threads.post(publication->before->settings.id, [this, publication] { publish(*publication); });
}

void Publications::publish(Publication& publication) {
    const auto published = of_.guard.result_of("publishing", [&] { return carry_out(publication); });
    if (published.ok()) return;
    auto caught_up = CaughtUp::failed;
    if (publication.is_stale) caught_up = of_.following.catch_up(publication.repository);
    if (caught_up != CaughtUp::loaded) of_.fence.turn_back(publication);
    of_.turns.run([&] {
        if (caught_up == CaughtUp::failed) return fail(publication, published.error());
        plan_on_newest(publication, caught_up);
    });
}

/// Steps 2 to 7 of docs/publishing.md.
Result<> Publications::carry_out(Publication& publication) {
    TRY(of_.fence.approach(publication));
    TRY(of_.steps.plan(publication));
    std::unique_ptr<IndexRendering> rendering;
    if (publication.plan.does_something()) {
        rendering = TRY(of_.steps.render(publication));
        TRY(of_.steps.sign(publication));
        TRY(rendering->wait_until_durable());
        publication.ended(Step::sign, of_.counters);
    }
    if (!publication.plan.does_something()) of_.fence.turn_back(publication);
    TRY(of_.turns.in_turn([&] { return conclude(publication); }));
    publication.switched->get_future().wait();
    of_.fence.wait_until_served(publication);
    publication.ended(Step::serve, of_.counters);
    of_.purged_blobs.destroy(publication.plan.purged_bytes);
    publication.answer();
    if (publication.plan.repository_gone) end_repository(publication.repository);
    return {};
}

/// Stores the publication, lets every IO thread take the new tree, and meanwhile begins the next one.
Result<> Publications::conclude(Publication& publication) {
    if (publication.plan.does_something()) TRY(commit(of_, publication));
    publication.ended(Step::commit, of_.counters);
    if (publication.plan.repository_gone) close(publication.repository);
    of_.switch_tree([switched = publication.switched] { switched->set_value(); });
    release(publication);
    if (!of_.guard.run("following a publication", [&] { go_on_after(publication); })) of_.recover();
    return {};
}

void Publications::go_on_after(Publication& publication) {
    if (publication.plan.repository_gone) return;
    RepositorySlot& slot = of_.slots.at(publication.repository);
    slot.busy = false;
    if (!slot.state) return give_up(publication.repository);  // its only change was refused
    remember_kept(slot, publication.plan);
    if (publication.plan.does_something()) {
        report(of_, publication);
        follow_up(publication);
    }
    pump(publication.repository);
    hash_ahead(of_, publication);
}

/// Whether it was under way; it is not any more.
bool Publications::release(const Publication& publication) {
    if (!of_.under_way.end(publication.serial)) return false;
    --of_.counters.under_way;
    return true;
}

/// A repository could not be made, or has ended: what waited behind it is asked for anew.
void Publications::give_up(const std::string& repository) {
    auto waiting = std::move(of_.slots.at(repository).waiting);
    of_.slots.erase(repository);
    for (auto& change : waiting) submit(repository, std::move(change));
}

void Publications::forget(const std::string& repository) {
    if (of_.slots.at(repository).state) {
        auto waiting = std::move(of_.slots.at(repository).waiting);
        close(repository);
        of_.slots.at(repository).waiting = std::move(waiting);
    }
    give_up(repository);
}

/// Ends a deleted repository. Refuses the changes that wait for it. Later requests for its name wait until its keys are
/// deleted; otherwise a new key could be deleted with the old ones.
void Publications::close(const std::string& repository) {
    const Error deleted(Fault::not_found, "repository " + repository + " was deleted");
    RepositorySlot closed;
    closed.busy = true;
    std::swap(of_.slots.at(repository), closed);
    for (const auto& change : closed.waiting) change->refuse(deleted);
    for (const auto& [of, waiters] : closed.signature_waiters)
        for (const auto& done : waiters) done(Error(deleted));
}

/// Deletes the keys of a deleted repository, and then frees its name.
void Publications::end_repository(const std::string& repository) {
    const auto removed = wait_for<std::monostate>(
        [&](Done<std::monostate> done) { of_.parts.signers.remove_repository(repository, std::move(done)); });
    if (!removed.ok()) of_.parts.log.failure("keys of a deleted repository could not be removed", removed.error());
    of_.turns.run([&] { give_up(repository); });
}

/// Refuses the changes of a publication that failed. If the right of one ended between plan and commit, the others are
/// planned again. A committed publication stays committed, whatever fails after it, so its changes are not refused.
void Publications::fail(Publication& publication, const Error& error) {
    const auto& repository = publication.repository;
    const bool holds_repository = release(publication) && of_.slots.contains(repository);
    if (holds_repository) of_.slots.at(repository).busy = false;
    if (holds_repository && is_refusal(error)) return plan_again(publication);
    ++of_.counters.failed_publications;
    of_.counters.last_publication_failed = true;
    of_.parts.log.failure("publication failed", error);
    if (!publication.is_committed)
        for (const auto& change : publication.changes) change->refuse(publication_failed(error));
    if (!holds_repository) return;
    of_.slots.at(repository).state ? pump(repository) : give_up(repository);
}

/// The next plan refuses only the change that is no longer allowed.
void Publications::plan_again(Publication& publication) {
    put_back(publication);
    pump(publication.repository);
}

/// Puts the group back to the front of the queue.
void Publications::put_back(Publication& publication) {
    auto& waiting = of_.slots.at(publication.repository).waiting;
    auto& changes = publication.changes;
    waiting.insert(waiting.begin(), std::make_move_iterator(changes.begin()), std::make_move_iterator(changes.end()));
}

/// Another node has published meanwhile. The changes are planned on what it has made; where it has deleted the
/// repository, they are asked for anew.
void Publications::plan_on_newest(Publication& publication, CaughtUp caught_up) {
    release(publication);
    RepositorySlot& slot = of_.slots.at(publication.repository);
    slot.busy = false;
    if (caught_up == CaughtUp::loaded || !slot.state) return plan_again(publication);
    put_back(publication);
    forget(publication.repository);
}

/// Begins what follows a publication and delays nobody: postponed repairs, detached signatures, changes of the server
/// itself.
void Publications::follow_up(const Publication& publication) {
    const auto& repository = publication.repository;
    of_.damaged_segments.render_again();
    for (const auto& [channel, row] : publication.new_entry_points)
        if (row.architecture.empty()) of_.release_signatures.sign(repository, channel, row.distro);
    for (const auto& [name, work] : publication.plan.channels)
        if (work.prune) prune(repository, name);
    if (publication.plan.sign_anew) of_.signing_anew.begin_all(repository);
    if (const auto& revoked = publication.plan.revoked)
        of_.signing_anew.begin(repository, revoked->fingerprint, revoked->actor);
}

/// Queues a change that removes what a channel's policy does not keep.
void Publications::prune(const std::string& repository, const std::string& channel) {
    RepositorySlot& slot = of_.slots.at(repository);
    if (slot.state->channels.at(channel).settings.keep.keeps_everything()) return;
    const auto report = [&log = of_.parts.log](const Result<>& pruned) {
        if (pruned.ok()) return;
        const auto fault = pruned.error().fault();
        const bool is_ignorable = fault == Fault::cancelled || fault == Fault::not_found;  // the next upload sees to it
        if (!is_ignorable) log.failure("what a channel's policy does not keep could not be removed", pruned.error());
    };
    publishing::enqueue(slot.waiting, std::make_shared<PruneChange>(channel, report));
}

void Publications::expire_channels() {
    std::vector<std::pair<std::string, std::string>> due;
    for (const auto& [repository, slot] : of_.slots) {
        if (!slot.state) continue;
        for (const auto& [name, channel] : slot.state->channels)
            if (is_due(channel, of_.parts.clock.now())) due.emplace_back(repository, name);
    }
    const auto report = [&log = of_.parts.log](const Result<>& expired) {
        if (!expired.ok()) log.failure("an ephemeral channel could not be removed", expired.error());
    };
    for (const auto& [repository, channel] : due)
        submit(repository, std::make_shared<ExpireChannelChange>(channel, report));
}

void Publications::refuse_all(const Error& error) {
    for (auto& [name, slot] : of_.slots) {
        for (const auto& change : slot.waiting) change->refuse(error);
        slot.waiting.clear();
        for (const auto& [of, waiters] : slot.signature_waiters)
            for (const auto& done : waiters) done(Error(error));
        slot.signature_waiters.clear();
    }
}

}  // namespace slipway::publishing
