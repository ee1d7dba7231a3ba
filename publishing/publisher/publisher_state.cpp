#include "publishing/publisher/publisher_state.hpp"

#include "publishing/content/file_hashes.hpp"
#include "publishing/content/search_texts.hpp"
#include "publishing/planning/begin_indexes_change.hpp"
#include "publishing/planning/republish_change.hpp"
#include "publishing/publisher/loading.hpp"
#include "publishing/rendering/segment_checksums.hpp"
#include "publishing/served/pool_places.hpp"
#include "storage/postgresql/heads.hpp"

#include <utility>
#include <vector>

namespace slipway::publishing {
namespace {

// Nodes of the lists that were changed lately: a handful of interior nodes and the blocks that are hit.
constexpr std::size_t node_cache_bytes = 16u << 20;

// Some 30 snapshots of 60,000 debs, or thousands of small ones.
constexpr std::size_t snapshot_cache_bytes = 16u << 20;

// So many repositories publish at once. Their threads wait for the cpu pool and for signatures, most of the time.
constexpr unsigned publications_at_once = 16;
constexpr unsigned resignings_at_once = 2;

constexpr auto gives_way = WorkerPool::Priority::gives_way;

/// Whether a Release of the repository was made with another public URL.
bool names_another_url(const RepositorySlot& slot, const std::string& public_url) {
    for (const auto& [channel, publication] : slot.served)
        for (const auto& [key, row] : publication.entry_points) {
            const auto& distro = *slot.state->find_distro(key.first);
            if (has_release(distro) && !names_snapshots_as(row.content, *slot.state, distro, public_url)) return true;
        }
    return false;
}

/// The indexes that channels are to have and that have no files: the build that wrote them knew no such indexes.
BeginIndexesChange::Indexes missing_indexes(const RepositorySlot& slot) {
    BeginIndexesChange::Indexes missing;
    for (const auto& [channel, publication] : slot.served)
        for (const auto& distro : slot.state->settings.distros)
            for (auto& key : all_indexes(distro, slot.state->channels.at(channel).lists))
                if (!publication.indexes.contains(key)) missing.emplace(channel, std::move(key));
    return missing;
}

}  // namespace

PublisherState::PublisherState(Publisher::Parts given_parts, Publisher::Options given_options,
                               Publisher::Switch given_switch)
    : parts(given_parts),
      options(std::move(given_options)),
      switch_to(std::move(given_switch)),
      guard(parts.log),
      nodes(parts.catalog, node_cache_bytes),
      segments(parts.segments),
      ids(parts.catalog),
      fence(parts.catalog, parts.cluster),
      // Serving and taking in go before compression: under load publications take longer, so each has more in it.
      cpu(options.cpu_threads, gives_way, "rendering", guard),
      quiet(1, gives_way, "hashing ahead", guard),
      publishing_threads(publications_at_once, gives_way, "publishing", guard),
      snapshot_threads(snapshots_at_once, gives_way, "preparing snapshots", guard),
      signing_anew_threads(resignings_at_once, gives_way, "signing anew", guard),
      turns(guard, [this] { recover(); }),
      steps({parts.catalog, nodes, segments, parts.signers, cpu, options.cpu_threads, counters, gc_guard,
             [this] { return ids.next(); }, options.public_url, options.limits()}),
      publications(*this),
      following(*this),
      release_signatures(*this),
      signing_anew(*this),
      purged_blobs(*this),
      damaged_segments(*this),
      damaged_rows(*this),
      snapshots(*this, snapshot_cache_bytes) {}

Result<> PublisherState::load() {
    TRY(fill_in_checksums(parts.catalog, parts.segments, parts.log).during("filling in checksums"));
    TRY(fill_in_search_texts(parts.catalog, parts.log).during("filling in search texts"));
    TRY(fill_in_file_hashes(parts.catalog, parts.log).during("filling in hashes of files"));
    TRY(fill_in_pool_places(parts.catalog, parts.log).during("filling in places of the pool"));
    {
        const auto tx = TRY(parts.catalog.read());
        parts.segments.begin_behind(TRY(storage::last_pack(tx)));
    }
    // After the stop nobody serves it; the next start finds it again.
    parts.segments.observe_damage(
        [this](const storage::Extent& extent) { turns.post([this, extent] { damaged_segments.record(extent); }); });
    TRY(damaged_segments.find_lost().during("rendering lost segments again"));
    TRY(damaged_rows.forget().during("looking for damaged rows"));
    const auto tx = TRY(parts.catalog.read());
    slots = TRY(load_slots(tx, nodes, parts.segments));
    return parts.cluster == nullptr ? Result<>() : load_generations(tx);
}

Result<> PublisherState::load_generations(const storage::ReadTransaction& tx) {
    const auto generations = TRY(storage::all_generations(tx));
    const auto newest_package = TRY(storage::last_package(tx));
    for (auto& [name, slot] : slots) {
        const auto found = generations.find(slot.state->settings.id);
        if (found == generations.end()) return Error(Fault::corrupt, "repository " + name + " has no generation");
        slot.generation = found->second;
        slot.newest_package = newest_package;
    }
    return {};
}

/// What was loaded is in the feed, too, and is said to be served.
void PublisherState::follow_others() {
    if (parts.cluster == nullptr) return;
    parts.cluster->follow([this](const auto& news) { return following.follow(news); });
}

void PublisherState::begin_work() {
    damaged_rows.begin_work();
    damaged_segments.begin_work();
    purged_blobs.destroy_left();
    for (const auto& [name, slot] : slots) {
        if (names_another_url(slot, options.public_url))
            publications.enqueue(name, std::make_shared<RepublishChange>(nullptr));
        if (auto missing = missing_indexes(slot); !missing.empty())
            publications.enqueue(name, std::make_shared<BeginIndexesChange>(std::move(missing), nullptr));
        signing_anew.begin_all(name);  // a revocation may have been cut off before its rpms were signed anew
        for (const auto& [channel, publication] : slot.served)
            for (const auto& [key, row] : publication.entry_points)
                if (key.second.empty() && row.detached.empty()) release_signatures.sign(name, channel, key.first);
    }
}

void PublisherState::recover() {
    switch_tree([] {});
    std::vector<std::string> waiting;
    for (const auto& [name, slot] : slots)
        if (slot.state && !slot.busy && !slot.waiting.empty()) waiting.push_back(name);
    for (const auto& name : waiting)
        if (slots.contains(name)) publications.pump(name);
}

void PublisherState::switch_tree(std::function<void()> done) {
    auto next = std::make_shared<PublishedTree>();
    for (const auto& [name, slot] : slots)
        if (slot.published) next->repositories[name] = slot.published;
    {
        const std::lock_guard lock(tree_mutex);
        tree = next;
    }
    switch_to(std::move(next), std::move(done));
}

void PublisherState::stop() {
    turns.post([this] { publications.refuse_all(stopping_error()); });
    stopping = true;
    if (parts.cluster != nullptr) parts.cluster->stop_following();
    // Each may still give work to those behind it.
    signing_anew_threads.join();
    snapshot_threads.join();
    publishing_threads.join();
    quiet.join();
    turns.stop();
    parts.segments.observe_damage({});
    parts.claims.drop_actions();
}

}  // namespace slipway::publishing
