#include "publishing/rendering/memory_budget.hpp"

#include <map>
#include <mutex>
#include <string>

namespace slipway::publishing {

struct MemoryBudget::State {
    explicit State(std::uint64_t bytes) : total(bytes), most_of_a_client(bytes / 4 * 3) {}

    const std::uint64_t total;
    const std::uint64_t most_of_a_client;
    std::mutex mutex;  // guards what follows, and what each share holds
    std::uint64_t used = 0;
    std::map<std::int64_t, std::uint64_t> used_by;  // each client that holds some
};

MemoryBudget::MemoryBudget(std::uint64_t bytes) : state_(std::make_shared<State>(bytes)) {}

std::shared_ptr<MemoryBudget::Share> MemoryBudget::share(std::int64_t client) {
    return std::make_shared<Share>(state_, client);
}

std::uint64_t MemoryBudget::used() const {
    const std::lock_guard lock(state_->mutex);
    return state_->used;
}

MemoryBudget::Share::~Share() { release(held_); }

Result<> MemoryBudget::Share::take(std::uint64_t bytes) {
    const std::lock_guard lock(state_->mutex);
    if (bytes > state_->most_of_a_client - held_)
        return Error("expands-too-far"_problem,
                     "the headers and texts of these packages need more than the " +
                         std::to_string(state_->most_of_a_client) +
                         " bytes of memory that one token's uploads have (three quarters of limits.examination_bytes); "
                         "send fewer packages at once");
    const auto known = state_->used_by.find(client_);
    const auto of_client = known == state_->used_by.end() ? 0 : known->second;
    if (bytes > state_->most_of_a_client - of_client || bytes > state_->total - state_->used)
        return Error("too-many-uploads"_problem,
                     "other uploads use the memory for examining packages; try again in a moment");
    state_->used_by[client_] += bytes;  // first: it alone may fail for want of memory
    state_->used += bytes;
    held_ += bytes;
    return {};
}

void MemoryBudget::Share::release(std::uint64_t bytes) {
    const std::lock_guard lock(state_->mutex);
    held_ -= bytes;
    state_->used -= bytes;
    const auto of_client = state_->used_by.find(client_);
    if (of_client != state_->used_by.end() && (of_client->second -= bytes) == 0) state_->used_by.erase(of_client);
}

Result<> MemoryBudget::Loan::take(std::uint64_t bytes) {
    TRY(share_->take(bytes));
    bytes_ += bytes;
    return {};
}

}  // namespace slipway::publishing
