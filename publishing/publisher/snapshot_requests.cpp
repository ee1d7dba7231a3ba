// Snapshots as they are asked for. A reader looks for one in memory, then in the catalog (find_snapshot, on its own
// thread); what is not there, or was signed by other keys, is made here: once however many wait for it, two at a time,
// whoever asks. More are refused at once, so that strangers who ask for every revision there ever was can have two
// threads busy and no more.
//
// A snapshot under way counts as a publication under way: a garbage collection that begins later takes what it reads
// for needed. It is stored in one transaction before anybody gets it, so a restart renders and signs nothing again.
#include "publishing/publisher/snapshot_requests.hpp"

#include "publishing/content/past_revisions.hpp"
#include "publishing/content/pins.hpp"
#include "publishing/publisher/publisher_state.hpp"
#include "publishing/publisher/snapshot_rendering.hpp"
#include "storage/catalog/repeated_write.hpp"

namespace slipway::publishing {
namespace {

Error too_many() {
    return Error("snapshot-busy"_problem, "other snapshots are being prepared; try again in a few seconds");
}

/// What concerns the one who asked stays as it is; else it was the server, and later it may succeed.
Error snapshot_failed(const Error& cause) {
    const auto fault = cause.fault();
    if (fault == Fault::not_found || fault == Fault::gone || fault == Fault::cancelled) return cause;
    const bool is_for_operators =
        fault == Fault::io || fault == Fault::corrupt || fault == Fault::internal || fault == Fault::storage_full;
    const auto why = is_for_operators ? "the server's log says why" : cause.message();
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
    cache_.keep(key, snapshot);
    ++of_.counters.snapshots_loaded;
    return snapshot;
}

void SnapshotRequests::begin(const std::string& repository, const SnapshotKey& key, Done<SharedSnapshot> done) {
    const auto under_preparation = waiters_.find(key);
    if (under_preparation != waiters_.end()) return under_preparation->second.push_back(std::move(done));
    const auto slot = of_.slots.find(repository);
    if (of_.stopping) return done(Error(Fault::cancelled, "the server is stopping; try again"));
    if (slot == of_.slots.end() || !slot->second.state) return done(no_repository(repository));
    if (waiters_.size() >= snapshots_at_once) {
        ++of_.counters.snapshots_refused;
        return done(too_many());
    }
    SnapshotRendering::Request request{key, slot->second.state, {}, of_.parts.clock.now()};
    for (const auto& [name, channel] : slot->second.state->channels)
        if (channel.settings.id == key.channel) request.served = slot->second.served[name].indexes;

    waiters_[key].push_back(std::move(done));
    const auto serial = of_.under_way.begin();
    of_.snapshot_threads.post([this, repository, key, serial, request = std::move(request)]() mutable {
        auto rendered = of_.guard.result_of("preparing a snapshot", [&] {
            const IndexRendering::Parts rendering{of_.parts.catalog,       of_.segments, of_.cpu,
                                                  of_.options.cpu_threads, of_.counters, of_.condemned};
            return SnapshotRendering({rendering, of_.parts.signers, of_.nodes}, std::move(request)).run();
        });
        of_.turns.run([&] { end(repository, key, serial, std::move(rendered)); });
    });
}

void SnapshotRequests::end(const std::string& repository, const SnapshotKey& key, std::uint64_t serial,
                           Result<RenderedSnapshot> rendered) {
    const auto stored = rendered.ok()
                            ? of_.guard.result_of("storing a snapshot", [&] { return store(repository, *rendered); })
                            : Result<>(rendered.error());
    of_.under_way.end(serial);
    const auto waiters = std::move(waiters_[key]);
    waiters_.erase(key);
    if (!stored.ok()) {
        const auto told = snapshot_failed(stored.error());
        if (told.is("snapshot-failed"_problem)) {
            ++of_.counters.snapshots_failed;
            of_.parts.log.failure("a snapshot could not be prepared", stored.error());
        }
        for (const auto& done : waiters) done(told);
        return;
    }
    if (rendered->work == SnapshotWork::all) ++of_.counters.snapshots_rendered;
    if (rendered->work == SnapshotWork::signatures) ++of_.counters.snapshots_signed_again;
    cache_.keep(key, rendered->snapshot);
    for (const auto& done : waiters) done(rendered->snapshot);
}

Result<> SnapshotRequests::store(const std::string& repository, const RenderedSnapshot& rendered) {
    const auto slot = of_.slots.find(repository);
    if (slot == of_.slots.end() || !slot->second.state) return Error(Fault::not_found, "the repository was deleted");
    const auto& row = rendered.row;
    const auto* distro = slot->second.state->find_distro(row.distro);
    const auto* channel = find_channel(*slot->second.state, row.channel);
    if (distro == nullptr || channel == nullptr) return Error(Fault::not_found, "the channel was deleted");

    const auto write = [&](storage::WriteTransaction& tx) -> Result<> {
        TRY(get_revision(tx, *channel, row.revision));
        if (TRY(terms_now(tx, *slot->second.state, *distro)) != terms_of(row))
            return Error(Fault::busy, "keys were changed or packages purged meanwhile");
        for (const auto& segment : rendered.new_segments) TRY(storage::insert_segment(tx, segment));
        if (rendered.nodes)
            for (const auto& [hash, bytes] : rendered.nodes->nodes()) TRY(storage::insert_node(tx, hash, bytes));
        return storage::save_snapshot(tx, row);
    };
    TRY(storage::write_repeatedly(of_.parts.catalog, write));
    if (rendered.nodes)
        for (const auto& [hash, bytes] : rendered.nodes->nodes()) of_.condemned.spare(hash);
    return {};
}

}  // namespace slipway::publishing
