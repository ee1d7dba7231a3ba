#include "publishing/publisher.hpp"

#include "publishing/index_rendering.hpp"
#include "publishing/publisher_state.hpp"
#include "publishing/stored_nodes.hpp"
#include "publishing/tree_building.hpp"

#include <algorithm>

namespace slipway::publishing {
namespace {

// Nodes of the lists that were changed lately: a handful of interior nodes and the blocks that are hit.
constexpr std::size_t node_cache_bytes = 16u << 20;

// Some 30 snapshots of 60,000 debs, or thousands of small ones.
constexpr std::size_t snapshot_cache_bytes = 16u << 20;

Error stopping_error() { return Error(Fault::cancelled, "the server is stopping; try again").as("publication-failed"); }

/// Whether a Release of the repository was made with another public URL.
bool names_another_url(const RepositorySlot& slot, const std::string& public_url) {
    for (const auto& [channel, publication] : slot.served)
        for (const auto& [key, row] : publication.entry_points) {
            const auto& distro = *slot.state->find_distro(key.first);
            if (distro.format == "deb" && !names_snapshots_as(row.content, *slot.state, distro, public_url))
                return true;
        }
    return false;
}

}  // namespace

Publisher::State::State(Parts given_parts, Options given_options, Switch given_switch)
    : parts(given_parts),
      options(std::move(given_options)),
      switch_to(std::move(given_switch)),
      nodes(parts.catalog, node_cache_bytes),
      segments(parts.segments),
      // Serving and taking in go before compression: under load publications take longer, so each has more in it.
      cpu(options.cpu_threads, WorkerPool::Priority::gives_way),
      quiet(1, WorkerPool::Priority::gives_way),
      stages({parts.catalog, nodes, segments, parts.signers, cpu, options.cpu_threads, counters, condemned,
              [this] { return next_id.fetch_add(1); }, options.public_url, options.ephemeral_channels}),
      snapshots(snapshot_cache_bytes) {}

bool Publisher::State::post(std::function<void()> job) {
    {
        const std::lock_guard lock(queue_mutex);
        if (stopped) return false;
        queue.push_back(std::move(job));
    }
    wake.notify_one();
    return true;
}

void Publisher::State::work() {
    std::unique_lock lock(queue_mutex);
    while (true) {
        wake.wait(lock, [this] { return !queue.empty() || (stopping && under_way == 0); });
        if (queue.empty()) break;
        auto job = std::move(queue.front());
        queue.pop_front();
        lock.unlock();
        job();
        job = nullptr;
        lock.lock();
    }
    stopped = true;
}

void Publisher::State::stop() {
    post([this] {
        for (auto& [name, slot] : slots) {
            for (const auto& change : slot.waiting) refuse(change, stopping_error());
            slot.waiting.clear();
            for (const auto& [of, waiters] : slot.signature_waiters)
                for (const auto& done : waiters) done(stopping_error());
            slot.signature_waiters.clear();
        }
    });
    {
        const std::lock_guard lock(queue_mutex);
        stopping = true;
    }
    wake.notify_one();
    if (thread.joinable()) thread.join();
    parts.claims.drop_actions();
}

Publisher::Publisher(std::unique_ptr<State> state) : state_(std::move(state)) {}
Publisher::~Publisher() { stop(); }
void Publisher::stop() { state_->stop(); }

Result<std::unique_ptr<Publisher>> Publisher::open(Parts parts, Options options, Switch switch_to) {
    auto state = std::make_unique<State>(parts, std::move(options), std::move(switch_to));
    state->slots = TRY(load_slots(parts.catalog, state->nodes, parts.segments));
    {
        const auto tx = TRY(parts.catalog.read());
        state->next_id = TRY(storage::last_id(tx)) + 1;
    }

    State& running = *state;
    std::unique_ptr<Publisher> publisher(new Publisher(std::move(state)));
    running.switch_tree([] {});
    running.post([&running] {
        running.destroy_left_bytes();
        for (const auto& [name, slot] : running.slots) {
            if (names_another_url(slot, running.options.public_url))
                running.enqueue(name, {{"slipwayd", ""}, RepublishChange{[](Result<std::monostate>) {}}});
            running.resign_all(name);  // a revocation may have been cut off before its rpms were signed anew
            for (const auto& [channel, publication] : slot.served)
                for (const auto& [key, row] : publication.entry_points)
                    if (key.second.empty() && row.detached.empty()) running.sign_release(name, channel, key.first);
        }
    });
    running.thread = std::thread([&running] { running.work(); });
    return publisher;
}

std::shared_ptr<const PublishedTree> Publisher::current() const {
    const std::lock_guard lock(state_->tree_mutex);
    return state_->tree ? state_->tree : std::make_shared<const PublishedTree>();
}

const PublisherCounters& Publisher::counters() const { return state_->counters; }

namespace {

template <class State, class What>
void hand_over(State& state, const std::string& repository, Actor actor, What what) {
    auto change = std::make_shared<Change>(Change{std::move(actor), std::move(what)});
    if (!state.post([&state, repository, change] { state.submit(repository, std::move(*change)); }))
        refuse(*change, stopping_error());
}

}  // namespace

void Publisher::put_repository(Actor actor, std::string name, RepositoryPut put, Done<PutResult> done) {
    hand_over(*state_, name, std::move(actor), PutRepositoryChange{std::move(put), std::nullopt, std::move(done)});
}
void Publisher::delete_repository(Actor actor, std::string name, Force force, Done<std::monostate> done) {
    hand_over(*state_, name, std::move(actor), DeleteRepositoryChange{force, std::move(done)});
}
void Publisher::put_channel(Actor actor, std::string repository, ChannelPut put, Done<PutResult> done) {
    hand_over(*state_, repository, std::move(actor), PutChannelChange{std::move(put), std::move(done)});
}
void Publisher::delete_channel(Actor actor, std::string repository, std::string channel, Force force,
                               Done<std::monostate> done) {
    hand_over(*state_, repository, std::move(actor), DeleteChannelChange{std::move(channel), force, std::move(done)});
}
void Publisher::upload(Actor actor, std::string repository, std::string channel, std::vector<IngestedPackage> packages,
                       Done<UploadAnswer> done) {
    hand_over(*state_, repository, std::move(actor),
              UploadChange{std::move(channel),
                           std::make_shared<const std::vector<IngestedPackage>>(std::move(packages)), std::move(done)});
}
void Publisher::remove(Actor actor, std::string repository, std::string channel, Sha256 package,
                       std::optional<std::string> distro, std::string reason, Done<std::int64_t> done) {
    hand_over(*state_, repository, std::move(actor),
              RemoveChange{std::move(channel), package, std::move(distro), std::move(reason), std::move(done)});
}
void Publisher::promote(Actor actor, std::string repository, Promotion promotion, Done<ContentOutcome> done) {
    hand_over(*state_, repository, std::move(actor), PromoteChange{std::move(promotion), std::move(done)});
}
Result<ContentOutcome> Publisher::preview(const RepositoryState& repository, const Promotion& promotion) const {
    const auto no_ids = [] { return RowId{0}; };
    auto planner =
        TRY(Planner::begin({state_->parts.catalog, state_->nodes, no_ids, state_->parts.clock.now()}, repository));
    return planner.plan_promotion({}, promotion, Trial::yes);
}
void Publisher::roll_back(Actor actor, std::string repository, Rollback rollback, Done<ContentOutcome> done) {
    hand_over(*state_, repository, std::move(actor), RollbackChange{std::move(rollback), std::move(done)});
}
void Publisher::purge(Actor actor, std::string repository, Sha256 package, std::string reason,
                      Done<PurgeOutcome> done) {
    hand_over(*state_, repository, std::move(actor), PurgeChange{package, std::move(reason), std::move(done)});
}
void Publisher::change_keys(Actor actor, std::string repository, KeyCommand command, Done<signing::Keyring> done) {
    hand_over(*state_, repository, std::move(actor), KeyChange{std::move(command), std::nullopt, std::move(done)});
}

void Publisher::write(std::function<Result<>(storage::WriteTransaction&)> work, Done<std::monostate> done) {
    State& state = *state_;
    const auto carry_out = [&state, work = std::move(work)]() -> Result<std::monostate> {
        auto tx = TRY(state.parts.catalog.write());
        TRY(work(tx));
        TRY(std::move(tx).commit());
        return std::monostate{};
    };
    if (!state.post([carry_out, done] { done(carry_out()); })) done(stopping_error());
}

void Publisher::release_signature(std::string repository, std::string distro, std::string channel,
                                  Done<PublishedFile> done) {
    State& state = *state_;
    if (!state.post([&state, repository, distro, channel, done] {
            state.wait_for_signature(repository, distro, channel, done);
        }))
        done(stopping_error());
}

Result<std::optional<PublishedFile>> Publisher::find_replaced(const RepositoryState& repository, RowId distro,
                                                              RowId channel, const Sha256& sha256) const {
    auto tx = TRY(state_->parts.catalog.read());
    const auto row = TRY(storage::find_index_file(tx, distro, channel, sha256));
    const auto* settings = repository.find_distro(distro);
    if (!row || row->form == index::name_of(index::Form::plain) || settings == nullptr)
        return std::optional<PublishedFile>();
    // The nodes of this snapshot: a collection may be removing them.
    const auto index = TRY(load_index(tx, StoredNodes(tx), {*row}));
    return std::optional(TRY(immutable_file(state_->segments.store(), index->files.front())));
}

}  // namespace slipway::publishing
