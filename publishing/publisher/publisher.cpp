#include "publishing/publisher/publisher.hpp"

#include "publishing/content/stored_nodes.hpp"
#include "publishing/planning/catalog_facts.hpp"
#include "publishing/publisher/collecting.hpp"
#include "publishing/publisher/publisher_state.hpp"
#include "publishing/rendering/index_loading.hpp"
#include "publishing/served/tree_building.hpp"
#include "storage/catalog/repeated_write.hpp"

#include <utility>

namespace slipway::publishing {

Publisher::Publisher(std::unique_ptr<PublisherState> state) : state_(std::move(state)) {}
Publisher::~Publisher() { stop(); }
void Publisher::stop() { state_->stop(); }

PlanLimits Publisher::Options::limits() const { return {ephemeral_channels, extra_architectures}; }

Result<std::unique_ptr<Publisher>> Publisher::open(Parts parts, Options options, Switch switch_to) {
    auto state = std::make_unique<PublisherState>(parts, std::move(options), std::move(switch_to));
    if (auto loaded = state->load(); !loaded.ok()) {
        parts.segments.observe_damage({});
        return std::move(loaded).error();
    }

    PublisherState& running = *state;
    std::unique_ptr<Publisher> publisher(new Publisher(std::move(state)));
    running.switch_tree([] {});
    running.turns.post([&running] { running.begin_work(); });
    running.turns.start();
    running.follow_others();
    return publisher;
}

std::shared_ptr<const PublishedTree> Publisher::current() const {
    const std::lock_guard lock(state_->tree_mutex);
    return state_->tree ? state_->tree : std::make_shared<const PublishedTree>();
}

void Publisher::mend(const storage::Extent& damaged) {
    // When it has stopped there is nobody left to serve it.
    state_->turns.post([this, damaged] { state_->damaged_segments.record(damaged); });
}

const PublisherCounters& Publisher::counters() const { return state_->counters; }

void Publisher::carry_out(std::string repository, SharedChange change) {
    if (!state_->turns.post([this, repository, change] { state_->publications.submit(repository, change); }))
        change->refuse(stopping_error());
}

void Publisher::expire_channels() {
    if (keeps_house()) state_->turns.post([this] { state_->publications.expire_channels(); });
}

bool Publisher::keeps_house() const {
    return state_->parts.cluster == nullptr || state_->parts.cluster->is_collector();
}

Result<ContentOutcome> Publisher::preview(storage::ReadTransaction tx, const index::NodeReader& nodes,
                                          const RepositoryState& repository, const Rule& rule) const {
    const CatalogFacts facts(std::move(tx), repository.settings);
    const auto no_ids = []() -> Result<RowId> { return RowId{0}; };
    Planning planning({facts, nodes, no_ids, state_->parts.clock.now(), state_->options.limits()}, repository);
    return rule(planning);
}

void Publisher::write(std::function<Result<>(storage::WriteTransaction&)> work, Done<std::monostate> done) {
    const auto carry_out = [state = state_.get(), work = std::move(work)]() -> Result<std::monostate> {
        TRY(storage::write_repeatedly(state->parts.catalog, work));
        return std::monostate{};
    };
    if (!state_->turns.post([carry_out, done] { done(carry_out()); })) done(stopping_error());
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
    const auto wait = [this, repository, distro, channel, done] {
        state_->release_signatures.wait(repository, distro, channel, done);
    };
    if (!state_->turns.post(wait)) done(stopping_error());
}

Result<SharedSnapshot> Publisher::find_snapshot(const storage::ReadTransaction& tx, const RepositoryState& repository,
                                                const SnapshotKey& key) const {
    return state_->snapshots.find(tx, repository, key);
}

void Publisher::render_snapshot(std::int64_t client, std::string repository, SnapshotKey key,
                                Done<SharedSnapshot> done) {
    const auto begin = [this, client, repository = std::move(repository), key, done] {
        state_->snapshots.begin(client, repository, key, done);
    };
    if (!state_->turns.post(begin)) done(Error(Fault::cancelled, "the server is stopping; try again"));
}

std::size_t Publisher::snapshot_bytes() const { return state_->snapshots.bytes(); }

void Publisher::write_log_counts() { state_->failures.write_counts(); }

Result<SweptRows> Publisher::collect_garbage(std::chrono::seconds keep_index_files,
                                             const std::optional<storage::CollectionLimit>& limit) {
    return publishing::collect_garbage(*state_, keep_index_files, limit);
}

Result<std::optional<PublishedFile>> Publisher::find_replaced(const storage::ReadTransaction& tx,
                                                              const RepositoryState& repository, RowId distro,
                                                              RowId channel, const Sha256& sha256) const {
    const auto row = TRY(storage::find_index_file(tx, distro, channel, sha256));
    const auto* settings = repository.find_distro(distro);
    if (!row || row->form == Form::plain || settings == nullptr) return std::optional<PublishedFile>();
    // The nodes of this snapshot: a collection may be removing them.
    const auto index = TRY(load_index(tx, StoredNodes(tx), {*row}, Lost::is_left_out));
    return std::optional(TRY(immutable_file(state_->segments.store(), index->files.front())));
}

}  // namespace slipway::publishing
