#include "publishing/publisher/publisher.hpp"

#include "publishing/content/search_texts.hpp"
#include "publishing/content/stored_nodes.hpp"
#include "publishing/planning/catalog_facts.hpp"
#include "publishing/planning/republish_change.hpp"
#include "publishing/planning/rights.hpp"
#include "publishing/publisher/publisher_state.hpp"
#include "publishing/rendering/index_loading.hpp"
#include "publishing/rendering/index_rendering.hpp"
#include "publishing/rendering/segment_checksums.hpp"
#include "publishing/served/pool_places.hpp"
#include "publishing/served/tree_building.hpp"

#include <algorithm>
#include <utility>

namespace slipway::publishing {
namespace {

// Nodes of the lists that were changed lately: a handful of interior nodes and the blocks that are hit.
constexpr std::size_t node_cache_bytes = 16u << 20;

// Some 30 snapshots of 60,000 debs, or thousands of small ones.
constexpr std::size_t snapshot_cache_bytes = 16u << 20;

Error stopping_error() {
    return Error(Fault::cancelled, "the server is stopping; try again").as("publication-failed"_problem);
}

PlanLimits limits_of(const Publisher::Options& options) {
    return {options.ephemeral_channels, options.extra_architectures};
}

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
      guard(parts.log),
      nodes(parts.catalog, node_cache_bytes),
      segments(parts.segments),
      // Serving and taking in go before compression: under load publications take longer, so each has more in it.
      cpu(options.cpu_threads, WorkerPool::Priority::gives_way, "rendering", guard),
      quiet(1, WorkerPool::Priority::gives_way, "hashing ahead", guard),
      stages({parts.catalog, nodes, segments, parts.signers, cpu, options.cpu_threads, counters, condemned,
              [this] { return next_id.fetch_add(1); }, options.public_url, limits_of(options)}),
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
        if (!guard.run("publisher", job)) guard.run("publisher", [this] { recover(); });
        guard.run("publisher", [&] { job = nullptr; });
        lock.lock();
    }
    stopped = true;
}

void Publisher::State::recover() {
    switch_tree([] {});
    std::vector<std::string> waiting;
    for (const auto& [name, slot] : slots)
        if (slot.state && !slot.busy && !slot.waiting.empty()) waiting.push_back(name);
    for (const auto& name : waiting)
        if (slots.contains(name)) pump(name);
}

std::shared_ptr<void> Publisher::State::hold() {
    const auto let_go = [this](void*) {
        const std::lock_guard lock(queue_mutex);
        --under_way;
        wake.notify_one();
    };
    {
        const std::lock_guard lock(queue_mutex);
        ++under_way;
    }
    return {nullptr, let_go};  // a shared_ptr that cannot be made calls its deleter
}

void Publisher::State::stop() {
    post([this] {
        for (auto& [name, slot] : slots) {
            for (const auto& change : slot.waiting) change->refuse(stopping_error());
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
    parts.segments.observe_damage({});
    parts.claims.drop_actions();
}

Publisher::Publisher(std::unique_ptr<State> state) : state_(std::move(state)) {}
Publisher::~Publisher() { stop(); }
void Publisher::stop() { state_->stop(); }

Result<> Publisher::State::load() {
    TRY(fill_in_checksums(parts.catalog, parts.segments, parts.log).during("filling in checksums"));
    TRY(fill_in_search_texts(parts.catalog, parts.log).during("filling in search texts"));
    TRY(fill_in_pool_places(parts.catalog, parts.log).during("filling in places of the pool"));
    {
        const auto tx = TRY(parts.catalog.read());
        next_id = TRY(storage::last_id(tx)) + 1;
        parts.segments.begin_behind(TRY(storage::last_pack(tx)));
    }
    // After the stop nobody serves it; the next start finds it again.
    parts.segments.observe_damage(
        [this](const storage::Extent& extent) { post([this, extent] { note_damage(extent); }); });
    TRY(render_lost_again().during("rendering lost segments again"));
    slots = TRY(load_slots(parts.catalog, nodes, parts.segments));
    return {};
}

Result<std::unique_ptr<Publisher>> Publisher::open(Parts parts, Options options, Switch switch_to) {
    auto state = std::make_unique<State>(parts, std::move(options), std::move(switch_to));
    if (auto loaded = state->load(); !loaded.ok()) {
        parts.segments.observe_damage({});
        return std::move(loaded).error();
    }

    State& running = *state;
    std::unique_ptr<Publisher> publisher(new Publisher(std::move(state)));
    running.switch_tree([] {});
    running.post([&running] {
        running.report_unreadable();
        running.sign_damaged_again();
        running.publish_lost_again(std::exchange(running.lost, {}));
        running.destroy_left_bytes();
        for (const auto& [name, slot] : running.slots) {
            if (names_another_url(slot, running.options.public_url))
                running.enqueue(name, std::make_shared<RepublishChange>(nullptr));
            running.resign_all(name);  // a revocation may have been cut off before its rpms were signed anew
            for (const auto& [channel, publication] : slot.served)
                for (const auto& [key, row] : publication.entry_points)
                    if (key.second.empty() && row.detached.empty()) running.sign_release(name, channel, key.first);
        }
    });
    running.thread = GuardedThread("publisher", running.guard, [&running] { running.work(); });
    return publisher;
}

std::shared_ptr<const PublishedTree> Publisher::current() const {
    const std::lock_guard lock(state_->tree_mutex);
    return state_->tree ? state_->tree : std::make_shared<const PublishedTree>();
}

void Publisher::mend(const storage::Extent& damaged) {
    // When it has stopped there is nobody left to serve it.
    state_->post([this, damaged] { state_->note_damage(damaged); });
}

const PublisherCounters& Publisher::counters() const { return state_->counters; }

void Publisher::carry_out(std::string repository, SharedChange change) {
    if (!state_->post([this, repository, change] { state_->submit(repository, change); }))
        change->refuse(stopping_error());
}

Result<ContentOutcome> Publisher::preview(const RepositoryState& repository, const Rule& rule) const {
    const auto facts = TRY(CatalogFacts::read(state_->parts.catalog, repository.settings));
    const auto no_ids = [] { return RowId{0}; };
    Planning planning({facts, state_->nodes, no_ids, state_->parts.clock.now(), limits_of(state_->options)},
                      repository);
    return rule(planning);
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

void Publisher::write_for(Actor actor, Action action, std::function<Result<>(storage::WriteTransaction&)> work,
                          Done<std::monostate> done) {
    auto allowed = [&clock = state_->parts.clock, actor = std::move(actor), action = std::move(action),
                    work = std::move(work)](storage::WriteTransaction& tx) -> Result<> {
        TRY(Rights(tx, clock.now()).check(actor, action));
        return work(tx);
    };
    write(std::move(allowed), std::move(done));
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
    const auto index = TRY(load_index(tx, StoredNodes(tx), {*row}, Lost::is_left_out));
    return std::optional(TRY(immutable_file(state_->segments.store(), index->files.front())));
}

}  // namespace slipway::publishing
