#include "publishing/cluster/signs_of_life.hpp"

#include <utility>

namespace slipway::publishing {
namespace {

constexpr std::chrono::hours longest_silence{24};

}  // namespace

SignsOfLife::SignsOfLife(storage::SideConnection& link, const storage::NodeRow& self, const ClusterSettings& settings,
                         const Log& log)
    : link_(link),
      self_(self),
      settings_(settings),
      log_(log),
      guard_(log),
      report_(log, "the database could not be told that this node lives"),
      loop_("node", guard_, 1, [this](unsigned) { run(); }) {}

void SignsOfLife::run() {
    do {
        guard_.run("giving a sign of life", [this] { give(); });
        guard_.run("taking the housekeeping", [this] { take_housekeeping(); });
    } while (loop_.sleep_for(settings_.beat));
}

void SignsOfLife::say_ready(bool ready) {
    ready_ = ready;
    give();
}

void SignsOfLife::give() {
    std::vector<std::string> others;
    const auto given = link_.run([&](storage::Connection& connection) { return give_sign(connection, others); });
    const std::lock_guard lock(mutex_);
    report_.report(given);
    if (given.ok()) others_ = std::move(others);
}

Result<> SignsOfLife::give_sign(storage::Connection& connection, std::vector<std::string>& others) {
    auto alive = self_;
    alive.ready = ready_ && !is_replaced_;
    if (!TRY(storage::beat(connection, alive)) && !is_replaced_.exchange(true))
        log_.error("another process is this node",
                   {{"url", settings_.url}, {"message", "give each node a URL of its own (cluster.url)"}});
    std::vector<storage::RowId> leases;
    {
        const std::lock_guard lock(mutex_);
        leases.assign(held_.begin(), held_.end());
    }
    TRY(storage::renew_leases(connection, leases, self_.id, settings_.lease));
    TRY(storage::forget_silent_nodes(connection, longest_silence));
    others.clear();
    for (const auto& node : TRY(storage::all_nodes(connection)))
        if (node.ready && node.silent_for < settings_.alive && node.id != self_.id) others.push_back(node.id);
    return {};
}

/// The time counts from before the question, so it ends here before it ends in the database.
void SignsOfLife::take_housekeeping() {
    const auto asked_at = SteadyClock::now();
    const auto taken = link_.run([this](storage::Connection& connection) {
        return storage::take_lease(connection, storage::collector_lease, self_.id, settings_.lease);
    });
    if (!taken.ok()) return;  // the time that was taken before ends by itself
    const std::lock_guard lock(mutex_);
    collects_until_ = *taken && !is_replaced_ ? asked_at + settings_.lease : SteadyClock::time_point();
}

void SignsOfLife::hold(storage::RowId lease) {
    const std::lock_guard lock(mutex_);
    held_.insert(lease);
}

bool SignsOfLife::let_go(storage::RowId lease) {
    const std::lock_guard lock(mutex_);
    return held_.erase(lease) > 0;
}

bool SignsOfLife::is_collector() const {
    const std::lock_guard lock(mutex_);
    return SteadyClock::now() < collects_until_;
}

std::vector<std::string> SignsOfLife::others() const {
    const std::lock_guard lock(mutex_);
    return others_;
}

}  // namespace slipway::publishing
