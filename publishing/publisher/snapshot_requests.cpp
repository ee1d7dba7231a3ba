// Requests for snapshots. A reader looks for one in memory, then in the catalog (find_snapshot, on its own thread). A
// snapshot that is not there, or was signed by other keys, is made here, once however many requests wait for it. Two
// threads do that. A client has one of them at a time and a share of the queue, as in the server's lanes. So a stranger
// that requests every revision there ever was is refused soon, and keeps nobody else waiting.
//
// A snapshot under way counts as a publication under way, so a garbage collection that begins later deletes nothing
// that it reads. It is stored in one transaction before anybody gets it, so a restart renders and signs nothing again.
#include "publishing/publisher/snapshot_requests.hpp"

#include "base/fair_share.hpp"
#include "publishing/content/past_revisions.hpp"
#include "publishing/content/pins.hpp"
#include "publishing/publisher/publisher_state.hpp"
#include "publishing/publisher/snapshot_rendering.hpp"
#include "storage/catalog/repeated_write.hpp"

#include <algorithm>
#include <cassert>

namespace slipway::publishing {
namespace {

Error too_many() {
    return Error("snapshot-busy"_problem, "too many snapshots wait to be prepared; try again in a few seconds");
}

Error stopping() { return Error(Fault::cancelled, "the server is stopping; try again"); }

/// Returns the error for the requests. A fault of the request stays as it is; any other is a fault of the server, which
/// may be gone later.
Error snapshot_failed(const Error& cause) {
    const auto fault = cause.fault();
    if (fault == Fault::not_found || fault == Fault::gone || fault == Fault::cancelled) return cause;
    // What has this code was said for the client; all else names files, databases and buckets.
    const bool is_for_client = cause.is("snapshot-failed"_problem);
    const auto why = is_for_client ? cause.message() : "the server's log says why";
    return Error("snapshot-failed"_problem, "the snapshot could not be prepared; try again: " + why);
}

}  // namespace

Result<SharedSnapshot> SnapshotRequests::find(const storage::ReadTransaction& tx, const RepositoryState& repository,
                                              const SnapshotKey& key) {
    const auto* distro = repository.find_distro(key.distro);
    if (distro == nullptr) return SharedSnapshot();
    const auto terms = TRY(terms_now(tx, repository, *distro));
    if (auto snapshot = cache_.find(key, terms)) return snapshot;
    const auto row = TRY(storage::find_snapshot(tx, key.channel, key.revision, key.distro));
    if (!row || terms_of(*row) != terms) return SharedSnapshot();
    auto indexes = load_indexes(tx, *row);
    if (!indexes.ok() && indexes.error().fault() == Fault::corrupt) return SharedSnapshot();  // rendered again
    auto served = TRY(std::move(indexes));
    auto snapshot = TRY(make_snapshot(of_.segments.store(), *distro, *row, std::move(served)));
    cache_.put(key, snapshot);
    ++of_.counters.snapshots_loaded;
    return snapshot;
}

void SnapshotRequests::begin(std::int64_t client, const std::string& repository, const SnapshotKey& key,
                             Done<SharedSnapshot> done) {
    const auto known = std::ranges::find(wanted_, key, &Wanted::key);
    if (known != wanted_.end()) return known->waiters.push_back(std::move(done));
    const auto own = std::ranges::count(wanted_, client, &Wanted::client);
    if (!takes_one_more({wanted_.size(), static_cast<std::size_t>(own)}, most_snapshots_wanted)) {
        ++of_.counters.snapshots_refused;
        return done(too_many());
    }
    wanted_.push_back({key, repository, client, {std::move(done)}});
    begin_next(client);
}

/// Begins what the client waits for, in order of arrival, unless it has a thread.
void SnapshotRequests::begin_next(std::int64_t client) {
    while (true) {
        const auto next = std::ranges::find(wanted_, client, &Wanted::client);
        if (next == wanted_.end() || next->publication != 0) return;
        const auto begun = of_.guard.result_of("beginning a snapshot", [&] { return prepare(*next); });
        if (begun.ok()) return;
        const Wanted wanted = take(next);
        for (const auto& done : wanted.waiters) done(snapshot_failed(begun.error()));
    }
}

/// Hands it to the threads. Faults: not_found, cancelled.
Result<> SnapshotRequests::prepare(Wanted& wanted) {
    if (of_.stopping) return stopping();
    const auto slot = of_.slots.find(wanted.repository);
    if (slot == of_.slots.end() || !slot->second.state) return no_repository(wanted.repository);
    SnapshotRendering::Request request{wanted.key, slot->second.state, {}, of_.parts.clock.now()};
    for (const auto& [name, channel] : slot->second.state->channels)
        if (channel.settings.id == wanted.key.channel) request.served = slot->second.served[name].indexes;

    wanted.publication = of_.under_way.begin();
    of_.snapshot_threads.post([this, key = wanted.key, request = std::move(request)]() mutable {
        auto rendered = of_.guard.result_of("preparing a snapshot", [&]() -> Result<RenderedSnapshot> {
            if (of_.stopping) return stopping();
            const IndexRendering::Parts rendering{of_.parts.catalog,       of_.segments, of_.cpu,
                                                  of_.options.cpu_threads, of_.counters, of_.gc_guard};
            return SnapshotRendering({rendering, of_.parts.signers, of_.nodes}, std::move(request)).run();
        });
        of_.turns.run([&] { end(key, std::move(rendered)); });
    });
    return {};
}

/// It is not wanted any more.
SnapshotRequests::Wanted SnapshotRequests::take(std::vector<Wanted>::iterator which) {
    Wanted taken = std::move(*which);
    wanted_.erase(which);
    of_.under_way.end(taken.publication);
    return taken;
}

void SnapshotRequests::end(const SnapshotKey& key, Result<RenderedSnapshot> rendered) {
    const auto ended = std::ranges::find(wanted_, key, &Wanted::key);
    // What the threads have is wanted until they come back with it.
    assert(ended != wanted_.end());
    const auto stored =
        rendered.ok() ? of_.guard.result_of("storing a snapshot", [&] { return store(ended->repository, *rendered); })
                      : Result<>(rendered.error());
    const Wanted wanted = take(ended);
    answer(wanted, stored, rendered);
    begin_next(wanted.client);
}

void SnapshotRequests::answer(const Wanted& wanted, const Result<>& stored, const Result<RenderedSnapshot>& rendered) {
    if (!stored.ok()) {
        const auto failure = snapshot_failed(stored.error());
        if (failure.is("snapshot-failed"_problem)) {
            ++of_.counters.snapshots_failed;
            of_.failures.failure("a snapshot could not be prepared", stored.error());
        }
        for (const auto& done : wanted.waiters) done(failure);
        return;
    }
    if (rendered->work == SnapshotWork::all) ++of_.counters.snapshots_rendered;
    if (rendered->work == SnapshotWork::signatures) ++of_.counters.snapshots_signed_again;
    cache_.put(wanted.key, rendered->snapshot);
    for (const auto& done : wanted.waiters) done(rendered->snapshot);
}

Result<> SnapshotRequests::store(const std::string& repository, const RenderedSnapshot& rendered) {
    const auto slot = of_.slots.find(repository);
    if (slot == of_.slots.end() || !slot->second.state) return Error(Fault::not_found, "the repository was deleted");
    const auto& row = rendered.row;
    const auto* distro = slot->second.state->find_distro(row.distro);
    const auto* channel = find_channel(*slot->second.state, row.channel);
    if (distro == nullptr || channel == nullptr) return Error(Fault::not_found, "the channel was deleted");

    const auto write = [&](storage::WriteTransaction& tx) -> Result<> {
        TRY(of_.fence.protect(tx, slot->second.state->settings.id));
        TRY(get_revision(tx, *channel, row.revision));
        if (TRY(terms_now(tx, *slot->second.state, *distro)) != terms_of(row))
            return Error("snapshot-failed"_problem, "keys were changed or packages purged meanwhile");
        for (const auto& segment : rendered.new_segments) TRY(storage::insert_segment(tx, segment));
        if (rendered.nodes)
            for (const auto& [hash, bytes] : rendered.nodes->nodes()) TRY(storage::insert_node(tx, hash, bytes));
        return storage::save_snapshot(tx, row);
    };
    TRY(storage::write_repeatedly(of_.parts.catalog, write));
    if (rendered.nodes)
        for (const auto& [hash, bytes] : rendered.nodes->nodes()) of_.gc_guard.protect(hash);
    return {};
}

}  // namespace slipway::publishing
