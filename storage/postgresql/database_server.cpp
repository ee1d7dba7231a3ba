#include "storage/postgresql/database_server.hpp"

#include "base/pauses.hpp"

#include <thread>
#include <utility>

namespace slipway::storage {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds first_pause_to_connect{50};
constexpr milliseconds longest_pause_to_connect{1'000};
constexpr milliseconds between_attempts_while_away{1'000};

/// Only a server that is not reached, or not ready, may be so a moment later.
template <class T>
bool is_away(const Result<T>& outcome) {
    return !outcome.ok() && outcome.error().fault() == Fault::busy;
}

}  // namespace

DatabaseServer::DatabaseServer(PostgresqlSettings settings) : settings_(std::move(settings)) {
    settings_.observe_exchange = [this, others = std::move(settings_.observe_exchange)](const Exchange& exchange) {
        counters_.count(exchange);
        if (others) others(exchange);
    };
}

void DatabaseServer::note_failure(const Error& error) {
    const std::lock_guard lock(mutex_);
    failure_.emplace(Failure{error, Clock::now() + between_attempts_while_away});
}

Result<std::unique_ptr<Session>> DatabaseServer::try_once() {
    auto session = Session::open(settings_);
    if (is_away(session)) {
        note_failure(session.error());
    } else {
        const std::lock_guard lock(mutex_);
        failure_.reset();
    }
    return session;
}

Result<std::unique_ptr<Session>> DatabaseServer::try_for_a_while() {
    const auto deadline = Clock::now() + settings_.reach_within;
    Pauses pauses(first_pause_to_connect, longest_pause_to_connect);
    for (;;) {
        auto session = Session::open(settings_);
        if (!is_away(session)) return session;
        const auto pause = pauses.next();
        if (Clock::now() + pause >= deadline) {
            note_failure(session.error());
            return session;
        }
        std::this_thread::sleep_for(pause);
    }
}

Result<std::unique_ptr<Session>> DatabaseServer::connect() {
    std::unique_lock lock(mutex_);
    if (!failure_) {
        lock.unlock();
        return try_for_a_while();
    }
    if (Clock::now() < failure_->retry_at) return failure_->error;
    // Nobody else tries while this attempt may last.
    failure_->retry_at = Clock::now() + settings_.connect_within + between_attempts_while_away;
    lock.unlock();
    return try_once();
}

}  // namespace slipway::storage
