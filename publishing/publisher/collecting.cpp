// Garbage collection while a publisher runs. The caller's thread looks for garbage, in a snapshot of the catalog. The
// publisher's thread deletes it, in steps so short that no publication notices them. Nobody waits for the collection:
//
//  1. Revisions past retention are forgotten. This comes first: a rollback or promotion that has read one of them is
//     under way in step 2, and one that comes later finds it gone.
//  2. From now on publications protect what they require (GcGuard::protect). Those that are under way did not, so the
//     snapshot is taken after they have ended, and has what they required.
//  3. The garbage is found in the snapshot. If it is more than may go at once, all of it is kept.
//  4. The garbage is deleted in steps, except what was protected since.
//
// With several nodes, each step makes the others plan anew what they have under way (fence.hpp): so nobody refers to
// what is gone. And when one of them has published since the garbage was found, the rest of it stays for another time.
#include "publishing/publisher/collecting.hpp"

#include "publishing/content/retention.hpp"
#include "publishing/publisher/publisher_state.hpp"
#include "storage/catalog/repositories.hpp"

#include <algorithm>
#include <future>
#include <span>
#include <thread>

namespace slipway::publishing {
namespace {

constexpr std::size_t rows_of_a_step = 100;
constexpr std::chrono::milliseconds pause_for_others{500};

/// One collection; lives on the thread that asked for it.
class Collection {
public:
    explicit Collection(PublisherState& state) : state_(state) {}

    Result<SweptRows> run(std::chrono::seconds keep_index_files, const std::optional<storage::CollectionLimit>& limit) {
        const auto revisions = TRY(forget_past_revisions());
        TRY(begin());
        auto swept = state_.guard.result_of("collecting garbage", [&] { return sweep(keep_index_files, limit); });
        if (swept.ok()) swept->revisions = revisions;
        state_.gc_guard.end();
        auto ended = on_publisher([this]() -> Result<> {
            state_.collecting = false;
            return {};
        });
        if (swept.ok()) TRY(std::move(ended));
        return swept;
    }

private:
    Result<> on_publisher(const std::function<Result<>()>& work) {
        return state_.turns.in_turn([&] { return state_.guard.result_of("collecting garbage", work); });
    }

    Result<> write_on_publisher(const std::function<Result<>(storage::WriteTransaction&)>& work) {
        return on_publisher([&] { return state_.fence.sweep(work); });
    }

    Result<std::uint64_t> forget_past_revisions() {
        const auto tx = TRY(state_.parts.catalog.read());
        const auto past = TRY(find_revisions_past_retention(tx, state_.parts.clock.now()));
        std::uint64_t forgotten = 0;
        for (std::size_t begin = 0; begin < past.size(); begin += rows_of_a_step) {
            const auto step = std::span(past).subspan(begin, std::min(rows_of_a_step, past.size() - begin));
            std::uint64_t of_step = 0;
            const auto forget_step = [&](storage::WriteTransaction& writing) -> Result<> {
                of_step = TRY(forget_revisions(writing, step));
                return {};
            };
            TRY(write_on_publisher(forget_step));
            forgotten += of_step;
        }
        return forgotten;
    }

    Result<> begin() {
        const auto earlier_ended = std::make_shared<std::promise<void>>();
        const auto start = [&]() -> Result<> {
            if (state_.collecting) return Error(Fault::busy, "garbage is being collected already");
            if (state_.signing_anew.is_under_way())
                return Error(Fault::busy, "rpms are being signed anew; garbage is collected after that");
            state_.gc_guard.begin();
            state_.under_way.when_earlier_ended([earlier_ended] { earlier_ended->set_value(); });
            state_.collecting = true;
            return {};
        };
        TRY(on_publisher(start));
        earlier_ended->get_future().wait();
        return {};
    }

    Result<SweptRows> sweep(std::chrono::seconds keep_index_files,
                            const std::optional<storage::CollectionLimit>& limit) {
        SweptRows swept;
        std::uint64_t cleared = 0;
        const Seconds now = state_.parts.clock.now();
        const auto clear = [](auto& tx) { return storage::clear_deleted_repositories(tx, rows_of_a_step); };
        const auto drop_index_files = [limit = now - keep_index_files](auto& tx) {
            return storage::drop_replaced_index_files(tx, limit, rows_of_a_step);
        };
        const auto delete_node = [](auto& tx, const Sha256& node) -> Result<std::uint64_t> {
            TRY(storage::delete_node(tx, node));
            return std::uint64_t{1};
        };
        TRY(repeat(cleared, clear));
        TRY(repeat(swept.index_files, drop_index_files));
        const auto garbage = TRY(find(now));
        if (limit) swept.limit_bytes = limit->bytes_of(garbage.stored_bytes);
        if (limit && garbage.package_bytes > swept.limit_bytes) {
            swept.withheld_bytes = garbage.package_bytes;
            return swept;
        }
        TRY(sweep_packages(garbage, swept.packages));
        TRY(sweep_hashes(garbage.blocks, swept.segments, storage::delete_segments_of));
        TRY(sweep_hashes(garbage.nodes, swept.nodes, delete_node));
        if (overtaken_) state_.parts.log.info("another node has published; the next collection looks for garbage anew");
        return swept;
    }

    Result<Garbage> find(Seconds now) {
        const auto tx = TRY(state_.parts.catalog.read());
        published_ = TRY(state_.fence.published_by_others(tx));
        return find_garbage(tx, now);
    }

    /// A step in a transaction of its own, again until one finds nothing to do.
    Result<> repeat(std::uint64_t& count,
                    const std::function<Result<std::uint64_t>(storage::WriteTransaction&)>& step) {
        std::uint64_t last = 1;
        const auto one_step = [&](storage::WriteTransaction& tx) -> Result<> {
            last = TRY(step(tx));
            return {};
        };
        for (; last > 0; count += last) TRY(write_on_publisher(one_step));
        return {};
    }

    using Delete = std::function<Result<std::uint64_t>(storage::WriteTransaction&, const Sha256&)>;
    using Committed = std::function<void()>;

    /// Deletes what was not protected, in steps; calls `committed` after each, still on the publisher's thread.
    Result<> sweep_hashes(
        const std::vector<Sha256>& hashes, std::uint64_t& count, const Delete& remove,
        const Committed& committed = [] {}) {
        const auto delete_all = [&](const std::vector<Sha256>& unprotected) -> Result<> {
            std::uint64_t deleted = 0;
            const auto write = [&](storage::WriteTransaction& tx) -> Result<> {
                deleted = 0;
                for (const auto& hash : unprotected) deleted += TRY(remove(tx, hash));
                return {};
            };
            overtaken_ = !TRY(state_.fence.sweep_garbage(published_, write));
            if (overtaken_) return {};
            count += deleted;
            committed();
            return {};
        };
        for (std::size_t begin = 0; !overtaken_ && begin < hashes.size(); begin += rows_of_a_step) {
            const auto part = std::span(hashes).subspan(begin, std::min(rows_of_a_step, hashes.size() - begin));
            const std::vector<Sha256> step(part.begin(), part.end());
            TRY(on_publisher([&] { return state_.gc_guard.remove_unprotected(step, delete_all); }));
            // What other nodes have under way is planned anew after each step, and has to get through between them.
            if (state_.fence.is_needed()) std::this_thread::sleep_for(pause_for_others);
        }
        return {};
    }

    Result<> sweep_packages(const Garbage& garbage, std::uint64_t& count) {
        std::multimap<Sha256, RowId> repositories;
        std::vector<Sha256> digests;
        for (const auto& [repository, package] : garbage.packages) {
            repositories.emplace(package, repository);
            if (repositories.count(package) == 1) digests.push_back(package);
        }
        std::vector<storage::PoolName> names;
        const auto remove = [&](auto& tx, const Sha256& package) -> Result<std::uint64_t> {
            std::uint64_t deleted = 0;
            for (auto [at, end] = repositories.equal_range(package); at != end; ++at, ++deleted)
                for (auto& name : TRY(storage::delete_package(tx, at->second, package))) names.push_back(name);
            return deleted;
        };
        return sweep_hashes(digests, count, remove, [&] { forget(names); });
    }

    /// Pool names whose package is gone are no longer served.
    void forget(std::vector<storage::PoolName>& names) {
        for (const auto& name : names)
            for (const auto& [repository, slot] : state_.slots)
                if (const auto pool = slot.pools.find(name.distro); pool != slot.pools.end())
                    pool->second->remove(name.sha256, name.file_name);
        names.clear();
    }

    PublisherState& state_;
    std::int64_t published_ = 0;  // by other nodes, when the garbage was found
    bool overtaken_ = false;      // by one of them
};

}  // namespace

Result<SweptRows> collect_garbage(PublisherState& state, std::chrono::seconds keep_index_files,
                                  const std::optional<storage::CollectionLimit>& limit) {
    return Collection(state).run(keep_index_files, limit);
}

}  // namespace slipway::publishing
