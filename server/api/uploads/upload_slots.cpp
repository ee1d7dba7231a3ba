#include "server/api/uploads/upload_slots.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <unordered_set>
#include <utility>
#include <vector>

namespace slipway::api {
namespace {

using Clock = UploadSlots::Clock;
using publishing::RowId;

constexpr std::chrono::seconds look_every{1};
constexpr std::chrono::seconds judged_after{5};         // of waiting for the client, within one window
constexpr std::chrono::seconds window{20};              // so that a fast beginning does not excuse a later crawl
constexpr std::chrono::seconds patience_of_others{10};  // of a token that holds no slot

}  // namespace

struct UploadSlots::State {
    class Place;
    class Queued;

    State(const ApiLimits& limits_given, JobGuard guard_given) : limits(limits_given), guard(guard_given) {}

    // All with the mutex held.
    std::size_t taken_by(RowId token) const;
    bool is_full_for(RowId token) const { return taken_by(token) >= limits.uploads_of_a_token; }
    bool is_free_for(RowId token) const { return places.size() < limits.uploads && !is_full_for(token); }
    std::shared_ptr<UploadSlot> give(const std::shared_ptr<State>& self, RowId token);
    Queued* next_to_get() const;
    /// Gives a slot to the next waiting upload if there is one; returns what to call without the mutex, else
    /// nothing.
    std::function<void()> serve_next(const std::shared_ptr<State>& self);
    void leave(Queued& waiter);
    Place* slowest_of(const std::vector<Place*>& candidates, Clock::time_point now) const;
    Place* to_give_up_for(const Queued& waiter, Clock::time_point now) const;
    std::vector<Place*> receiving(const std::function<bool(RowId)>& of_token) const;
    RowId token_with_most() const;

    /// Without the mutex.
    bool has_somebody_waiting() {
        const std::lock_guard lock(mutex);
        return !waiting.empty();
    }

    /// Gives free slots to waiting uploads and calls them, without the mutex.
    void serve_queue(const std::shared_ptr<State>& self);

    const ApiLimits limits;
    const JobGuard guard;
    std::mutex mutex;  // guards all below
    std::unordered_set<Place*> places;
    std::map<RowId, std::size_t> counts;           // of slots, by token
    std::map<RowId, std::deque<Queued*>> waiting;  // no empty queues
};

class UploadSlots::State::Place final : public UploadSlot {
public:
    Place(std::shared_ptr<State> state, RowId token) : token_(token), state_(std::move(state)) {}
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() override {
        if (!counted_) return;  // it was never given, and the mutex is held
        {
            const std::lock_guard lock(state_->mutex);
            state_->places.erase(this);
            if (--state_->counts[token_] == 0) state_->counts.erase(token_);
        }
        state_->guard.run("giving an upload its slot", [this] { state_->serve_queue(state_); });
    }

    RowId token() const { return token_; }
    /// It is one of the slots from now on.
    void count() { counted_ = true; }

    struct Pace {
        double bytes_per_second = 0;
        bool judged = false;  // enough was seen
    };
    /// In the window that is open.
    Pace pace(Clock::time_point now) const {
        const auto progress = sender()->progress(now);
        const auto waited = progress.waited - opened_at_.waited;
        const auto bytes = static_cast<double>(progress.bytes - opened_at_.bytes);
        return {bytes / std::max(1e-3, std::chrono::duration<double>(waited).count()), waited >= judged_after};
    }
    /// Opens the next window when this one is over.
    void move_window(Clock::time_point now) {
        const auto progress = sender()->progress(now);
        if (progress.waited - opened_at_.waited >= window) opened_at_ = progress;
    }

private:
    const RowId token_;
    std::shared_ptr<State> state_;
    bool counted_ = false;
    http::Sender::Progress opened_at_;  // the window; under the state's mutex
};

class UploadSlots::State::Queued final : public UploadSlots::Waiter {
public:
    Queued(std::shared_ptr<State> state, RowId token, std::function<void()> wake)
        : token_(token), since_(Clock::now()), state_(std::move(state)), wake_(std::move(wake)) {}
    Queued(const Queued&) = delete;
    Queued& operator=(const Queued&) = delete;
    ~Queued() override {
        const std::lock_guard lock(state_->mutex);
        state_->leave(*this);
    }

    std::shared_ptr<UploadSlot> take() override {
        const std::lock_guard lock(state_->mutex);
        return std::exchange(place_, nullptr);
    }
    /// With the mutex held; returns what to call without it.
    std::function<void()> serve(std::shared_ptr<UploadSlot> place) {
        place_ = std::move(place);
        return std::exchange(wake_, nullptr);
    }

    RowId token() const { return token_; }
    Clock::time_point since() const { return since_; }

private:
    const RowId token_;
    const Clock::time_point since_;
    std::shared_ptr<State> state_;
    std::function<void()> wake_;
    std::shared_ptr<UploadSlot> place_;  // destroyed after the mutex was let go: its end takes it again
};

std::size_t UploadSlots::State::taken_by(RowId token) const {
    const auto own = counts.find(token);
    return own == counts.end() ? 0 : own->second;
}

/// What may fail for want of memory comes before anything is counted.
std::shared_ptr<UploadSlot> UploadSlots::State::give(const std::shared_ptr<State>& self, RowId token) {
    auto place = std::make_shared<Place>(self, token);
    auto& count = counts[token];
    places.insert(place.get());
    ++count;
    place->count();
    return place;
}

/// Returns the waiting upload of the token that holds the fewest slots; of several, the first one.
UploadSlots::State::Queued* UploadSlots::State::next_to_get() const {
    Queued* next = nullptr;
    for (const auto& [token, queue] : waiting) {
        if (!is_free_for(token)) continue;
        auto* first = queue.front();
        const auto rank = [this](const Queued& waiter) { return std::pair(taken_by(waiter.token()), waiter.since()); };
        if (next == nullptr || rank(*first) < rank(*next)) next = first;
    }
    return next;
}

/// No matter whether it is in a queue.
void UploadSlots::State::leave(Queued& waiter) {
    const auto queue = waiting.find(waiter.token());
    if (queue == waiting.end()) return;
    std::erase(queue->second, &waiter);
    if (queue->second.empty()) waiting.erase(queue);
}

std::function<void()> UploadSlots::State::serve_next(const std::shared_ptr<State>& self) {
    const std::lock_guard lock(mutex);
    auto* next = next_to_get();
    if (next == nullptr) return nullptr;
    auto place = give(self, next->token());
    leave(*next);
    return next->serve(std::move(place));
}

void UploadSlots::State::serve_queue(const std::shared_ptr<State>& self) {
    while (const auto wake = serve_next(self)) wake();
}

std::vector<UploadSlots::State::Place*> UploadSlots::State::receiving(
    const std::function<bool(RowId)>& of_token) const {
    std::vector<Place*> found;
    for (auto* place : places)
        if (of_token(place->token()) && place->sender()->is_receiving()) found.push_back(place);
    return found;
}

/// Of those that were looked at for long enough.
UploadSlots::State::Place* UploadSlots::State::slowest_of(const std::vector<Place*>& candidates,
                                                          Clock::time_point now) const {
    Place* slowest = nullptr;
    auto least = static_cast<double>(limits.upload_pace);
    for (auto* place : candidates) {
        const auto pace = place->pace(now);
        if (!pace.judged || pace.bytes_per_second >= least) continue;
        slowest = place;
        least = pace.bytes_per_second;
    }
    return slowest;
}

RowId UploadSlots::State::token_with_most() const {
    return std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; })->first;
}

/// Returns null if no upload has to end for this one.
UploadSlots::State::Place* UploadSlots::State::to_give_up_for(const Queued& waiter, Clock::time_point now) const {
    const bool own_limit = is_full_for(waiter.token());
    const auto candidates = receiving([&](RowId token) { return !own_limit || token == waiter.token(); });
    if (auto* slow = slowest_of(candidates, now)) return slow;
    const bool starves = taken_by(waiter.token()) == 0 && now - waiter.since() >= patience_of_others;
    if (!starves || counts.empty()) return nullptr;
    const auto most = token_with_most();
    if (taken_by(most) < 2) return nullptr;
    const auto rich = receiving([most](RowId token) { return token == most; });
    const auto slowest =
        std::ranges::min_element(rich, {}, [now](Place* place) { return place->pace(now).bytes_per_second; });
    return slowest == rich.end() ? nullptr : *slowest;
}

UploadSlots::UploadSlots(const ApiLimits& limits, JobGuard guard)
    : state_(std::make_shared<State>(limits, guard)), overseer_("uploads", guard, 1, [this](unsigned) { oversee(); }) {}

void UploadSlots::oversee() {
    auto lock = overseer_.lock();
    while (overseer_.wait(lock, [this] { return state_->has_somebody_waiting(); })) {
        lock.unlock();
        if (!overseer_.sleep_for(look_every)) return;
        relieve(Clock::now());
        lock.lock();
    }
}

Result<std::shared_ptr<UploadSlot>> UploadSlots::take(RowId token) {
    const std::lock_guard lock(state_->mutex);
    if (!state_->is_free_for(token))
        return Error("too-many-uploads"_problem, "too many uploads are under way; try again in a moment");
    return state_->give(state_, token);
}

std::unique_ptr<UploadSlots::Waiter> UploadSlots::wait(RowId token, std::function<void()> wake) {
    auto waiter = std::make_unique<State::Queued>(state_, token, std::move(wake));
    {
        const std::lock_guard lock(state_->mutex);
        state_->waiting[token].push_back(waiter.get());
    }
    { const auto lock = overseer_.lock(); }  // so that the overseer has looked already, or sees this one
    overseer_.wake_all();
    state_->serve_queue(state_);
    return waiter;
}

void UploadSlots::relieve(Clock::time_point now) {
    std::shared_ptr<http::Sender> unlucky;
    {
        const std::lock_guard lock(state_->mutex);
        for (const auto& [token, queue] : state_->waiting) {
            auto* place = state_->to_give_up_for(*queue.front(), now);
            if (place == nullptr) continue;
            unlucky = place->sender();
            break;
        }
        for (auto* place : state_->places) place->move_window(now);
    }
    if (unlucky) unlucky->cut();
}

}  // namespace slipway::api
