// What a node does besides publishing. Publications ask over a connection that they share with the signs of life: each
// question takes some hundred microseconds.
#include "publishing/cluster/cluster.hpp"

#include "base/hex.hpp"
#include "base/pauses.hpp"
#include "base/version.hpp"
#include "publishing/cluster/feed_reader.hpp"
#include "publishing/cluster/signs_of_life.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <limits>
#include <sys/random.h>
#include <thread>
#include <utility>

namespace slipway::publishing {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds first_pause_for_a_lease{2};
constexpr milliseconds longest_pause_for_a_lease{20};
constexpr milliseconds first_pause_for_others{1};
constexpr milliseconds longest_pause_for_others{10};

Result<std::string> random_run() {
    std::array<char, 16> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        return Error(Fault::io, "the system gives no random bytes");
    return to_hex(ByteView(bytes.data(), bytes.size()));
}

}  // namespace

struct Cluster::State {
    State(const Parts& parts, ClusterSettings of, storage::NodeRow node)
        : database_url(parts.database_url),
          settings(std::move(of)),
          log(parts.log),
          self(std::move(node)),
          link(database_url, settings.beat) {}

    Result<> begin();
    Result<bool> try_lease(storage::RowId repository);
    Serving wait_until_served(storage::RowId repository, std::int64_t generation);

    const std::string database_url;
    const ClusterSettings settings;
    const Log& log;
    const storage::NodeRow self;
    storage::SideConnection link;
    ServedHere served;
    ClusterCounters counters;
    std::atomic<bool> is_ending{false};
    std::unique_ptr<SignsOfLife> life;
    std::unique_ptr<FeedReader> feed;
};

Result<> Cluster::State::begin() {
    return link.run([this](storage::Connection& connection) -> Result<> {
        TRY(storage::begin_node(connection, self));
        TRY(storage::end_leases(connection, self.id));
        return storage::forget_served(connection, self.id);
    });
}

Cluster::Cluster(std::unique_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<Cluster>> Cluster::join(const Parts& parts, ClusterSettings settings) {
    storage::NodeRow node;
    node.id = TRY(node_id(settings.url));
    node.run = TRY(random_run());
    node.url = settings.url;
    node.role = settings.role;
    node.version = version();
    auto state = std::make_unique<State>(parts, std::move(settings), std::move(node));
    TRY(state->begin());
    state->life = std::make_unique<SignsOfLife>(state->link, state->self, state->settings, state->log);
    return std::unique_ptr<Cluster>(new Cluster(std::move(state)));
}

Cluster::~Cluster() {
    stop_following();
    state_->life->stop();
    const auto left = state_->link.run([this](storage::Connection& connection) -> Result<> {
        if (!TRY(storage::beat(connection, state_->self))) return {};  // another process is this node now
        return storage::end_leases(connection, state_->self.id);
    });
    if (!left.ok()) state_->log.failure("the database could not be told that this node ends", left.error());
}

const std::string& Cluster::node() const { return state_->self.id; }
const ClusterSettings& Cluster::settings() const { return state_->settings; }
const ClusterCounters& Cluster::counters() const { return state_->counters; }

void Cluster::follow(Follow follow) {
    const FeedReader::Parts parts{state_->database_url, state_->self.id, state_->settings,
                                  state_->log,          state_->served,  state_->counters};
    state_->feed = std::make_unique<FeedReader>(parts, std::move(follow));
}

void Cluster::stop_following() {
    state_->is_ending = true;
    if (state_->feed) state_->feed->stop();
}

void Cluster::say_ready(bool ready) { state_->life->say_ready(ready); }

Currency Cluster::currency() const { return state_->feed ? state_->feed->currency() : Currency{}; }

Result<bool> Cluster::State::try_lease(storage::RowId repository) {
    return link.run([&](storage::Connection& connection) -> Result<bool> {
        if (TRY(storage::take_lease(connection, repository, self.id, settings.lease))) return true;
        TRY(storage::want_lease(connection, repository, self.id, lease_of_the_next));
        return false;
    });
}

void Cluster::take_lease(storage::RowId repository) {
    const auto deadline = std::chrono::steady_clock::now() + state_->settings.lease;
    Pauses pauses(first_pause_for_a_lease, longest_pause_for_a_lease);
    for (;;) {
        const auto taken = state_->try_lease(repository);
        if (!taken.ok()) return;
        if (*taken) return state_->life->hold(repository);
        if (state_->is_ending || std::chrono::steady_clock::now() >= deadline) return;
        std::this_thread::sleep_for(pauses.next());
    }
}

void Cluster::give_back(storage::RowId repository) {
    if (!state_->life->let_go(repository)) return;
    // Where the database cannot be told, the lease ends by itself.
    [[maybe_unused]] const auto given = state_->link.run([&](storage::Connection& connection) {
        return storage::give_lease_back(connection, repository, state_->self.id, lease_of_the_next);
    });
}

void Cluster::let_go(storage::RowId repository) { state_->life->let_go(repository); }

bool Cluster::is_collector() const { return state_->life->is_collector(); }

Result<std::uint32_t> Cluster::next_pack(std::uint32_t behind) {
    const auto number =
        TRY(state_->link.run([&](storage::Connection& connection) { return storage::next_pack(connection, behind); }));
    if (number < 1 || number > std::numeric_limits<std::uint32_t>::max())
        return Error(Fault::unsupported, "the numbers for packs are used up");
    return static_cast<std::uint32_t>(number);
}

/// Where the database cannot be asked, nobody knows of the others.
Serving Cluster::State::wait_until_served(storage::RowId repository, std::int64_t generation) {
    const auto deadline = std::chrono::steady_clock::now() + settings.wait;
    served.note({repository, generation});
    const auto told = link.run([&](storage::Connection& connection) {
        return storage::acknowledge(connection, self.id, repository, generation);
    });
    if (!told.ok()) return {1, life->others()};
    Pauses pauses(first_pause_for_others, longest_pause_for_others);
    for (;;) {
        auto by = link.run([&](storage::Connection& connection) {
            return storage::who_serves(connection, repository, generation, settings.alive);
        });
        if (!by.ok()) return {1, life->others()};
        if (by->lagging.empty() || is_ending || std::chrono::steady_clock::now() >= deadline)
            return {std::max<std::size_t>(by->serving, 1), std::move(by->lagging)};
        std::this_thread::sleep_for(pauses.next());
    }
}

Serving Cluster::wait_until_served(storage::RowId repository, std::int64_t generation) {
    const auto begun = std::chrono::steady_clock::now();
    auto serving = state_->wait_until_served(repository, generation);
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun);
    auto& counters = state_->counters;
    counters.waited_microseconds += static_cast<std::uint64_t>(took.count());
    if (!serving.lagging.empty()) ++counters.late_waits;
    ++counters.waits;
    return serving;
}

}  // namespace slipway::publishing
