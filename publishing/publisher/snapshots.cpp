// Snapshots as they are asked for. A reader looks for one in memory, then in the catalog (find_snapshot, on its own
// thread); what is not there, or was signed by other keys, is made here: once however many wait for it, two at a time,
// whoever asks. More are refused at once, so that strangers who ask for every revision there ever was can have two
// threads busy and no more.
//
// A snapshot under way counts as a publication under way: a garbage collection that begins later takes what it reads
// for needed. It is stored in one transaction before anybody gets it, so a restart renders and signs nothing again.
#include "publishing/content/past_revisions.hpp"
#include "publishing/content/pins.hpp"
#include "publishing/publisher/publisher_state.hpp"
#include "publishing/publisher/snapshot_rendering.hpp"

namespace slipway::publishing {
namespace {

constexpr std::size_t most_at_once = 2;

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

Result<SharedSnapshot> Publisher::find_snapshot(const storage::ReadTransaction& tx, const RepositoryState& repository,
                                                const SnapshotKey& key) const {
    const auto* distro = repository.find_distro(key.distro);
    if (distro == nullptr) return SharedSnapshot();
    const auto terms = TRY(terms_now(tx, repository, *distro));
    if (auto snapshot = state_->snapshots.find(key, terms)) return snapshot;
    const auto row = TRY(storage::find_snapshot(tx, key.channel, key.revision, key.distro));
    if (!row || terms_of(*row) != terms) return SharedSnapshot();
    auto indexes = load_indexes(tx, *row);
    if (!indexes.ok() && indexes.error().fault() == Fault::corrupt) return SharedSnapshot();  // rendered again
    auto served = TRY(std::move(indexes));
    auto snapshot = TRY(make_snapshot(state_->segments.store(), *distro, *row, std::move(served)));
    state_->snapshots.keep(key, snapshot);
    ++state_->counters.snapshots_loaded;
    return snapshot;
}

void Publisher::render_snapshot(std::string repository, SnapshotKey key, Done<SharedSnapshot> done) {
    State& state = *state_;
    if (!state.post([&state, repository, key, done] { state.begin_snapshot(repository, key, done); }))
        done(Error(Fault::cancelled, "the server is stopping; try again"));
}

std::size_t Publisher::snapshot_bytes() const { return state_->snapshots.bytes(); }

void Publisher::State::begin_snapshot(const std::string& repository, const SnapshotKey& key,
                                      Done<SharedSnapshot> done) {
    const auto under_preparation = snapshot_waiters.find(key);
    if (under_preparation != snapshot_waiters.end()) return under_preparation->second.push_back(std::move(done));
    const auto slot = slots.find(repository);
    if (stopping) return done(Error(Fault::cancelled, "the server is stopping; try again"));
    if (slot == slots.end() || !slot->second.state) return done(no_repository(repository));
    if (snapshot_waiters.size() >= most_at_once) {
        ++counters.snapshots_refused;
        return done(too_many());
    }
    SnapshotRendering::Request request{key, slot->second.state, {}, parts.clock.now()};
    for (const auto& [name, channel] : slot->second.state->channels)
        if (channel.settings.id == key.channel) request.served = slot->second.served[name].indexes;

    snapshot_waiters[key].push_back(std::move(done));
    const auto serial = next_serial++;
    publishing_now.insert(serial);
    const auto end = [this, repository, key, serial, holding = hold()](Result<RenderedSnapshot> rendered) {
        post([this, repository, key, serial, holding, rendered = std::move(rendered)]() mutable {
            end_snapshot(repository, key, serial, std::move(rendered));
        });
    };
    const bool began = guard.run("preparing a snapshot", [&] {
        SnapshotRendering::start(
            {{parts.catalog, segments, cpu, options.cpu_threads, counters, condemned}, parts.signers, nodes},
            std::move(request), end);
    });
    if (!began) end(Error(Fault::internal, "a snapshot could not be begun"));
}

void Publisher::State::end_snapshot(const std::string& repository, const SnapshotKey& key, std::uint64_t serial,
                                    Result<RenderedSnapshot> rendered) {
    const auto stored =
        rendered.ok() ? guard.result_of("storing a snapshot", [&] { return store_snapshot(repository, *rendered); })
                      : Result<>(rendered.error());
    publishing_now.erase(serial);
    note_ended_publications();
    const auto waiters = std::move(snapshot_waiters[key]);
    snapshot_waiters.erase(key);
    if (!stored.ok()) {
        const auto told = snapshot_failed(stored.error());
        if (told.is("snapshot-failed"_problem)) {
            ++counters.snapshots_failed;
            parts.log.failure("a snapshot could not be prepared", stored.error());
        }
        for (const auto& done : waiters) done(told);
        return;
    }
    if (rendered->work == SnapshotWork::all) ++counters.snapshots_rendered;
    if (rendered->work == SnapshotWork::signatures) ++counters.snapshots_signed_again;
    snapshots.keep(key, rendered->snapshot);
    for (const auto& done : waiters) done(rendered->snapshot);
}

Result<> Publisher::State::store_snapshot(const std::string& repository, const RenderedSnapshot& rendered) {
    const auto slot = slots.find(repository);
    if (slot == slots.end() || !slot->second.state) return Error(Fault::not_found, "the repository was deleted");
    const auto& row = rendered.row;
    const auto* distro = slot->second.state->find_distro(row.distro);
    const auto* channel = find_channel(*slot->second.state, row.channel);
    if (distro == nullptr || channel == nullptr) return Error(Fault::not_found, "the channel was deleted");

    auto tx = TRY(parts.catalog.write());
    TRY(get_revision(tx, *channel, row.revision));
    if (TRY(terms_now(tx, *slot->second.state, *distro)) != terms_of(row))
        return Error(Fault::busy, "keys were changed or packages purged meanwhile");
    for (const auto& segment : rendered.new_segments) TRY(storage::insert_segment(tx, segment));
    if (rendered.nodes)
        for (const auto& [hash, bytes] : rendered.nodes->nodes()) TRY(storage::insert_node(tx, hash, bytes));
    TRY(storage::save_snapshot(tx, row));
    TRY(std::move(tx).commit());
    if (rendered.nodes)
        for (const auto& [hash, bytes] : rendered.nodes->nodes()) condemned.spare(hash);
    return {};
}

}  // namespace slipway::publishing
