#include "publishing/rendering/memory_budget.hpp"

#include <mutex>
#include <string>

namespace slipway::publishing {

struct MemoryBudget::State {
    explicit State(std::uint64_t bytes) : total(bytes) {}

    const std::uint64_t total;
    std::mutex mutex;  // guards `used`, and what each share holds
    std::uint64_t used = 0;
};

MemoryBudget::MemoryBudget(std::uint64_t bytes) : state_(std::make_shared<State>(bytes)) {}

std::uint64_t MemoryBudget::used() const {
    const std::lock_guard lock(state_->mutex);
    return state_->used;
}

MemoryBudget::Share::~Share() { give_back(held_); }

Result<> MemoryBudget::Share::take(std::uint64_t bytes) {
    const std::lock_guard lock(state_->mutex);
    if (bytes > state_->total - held_)
        return Error("expands-too-far"_problem,
                     "the texts of these packages need more than the " + std::to_string(state_->total) +
                         " bytes of memory that all uploads have (limits.examination_bytes); "
                         "send fewer packages at once");
    if (bytes > state_->total - state_->used)
        return Error("too-many-uploads"_problem,
                     "other uploads use the memory for examining packages; try again in a moment");
    held_ += bytes;
    state_->used += bytes;
    return {};
}

void MemoryBudget::Share::give_back(std::uint64_t bytes) {
    const std::lock_guard lock(state_->mutex);
    held_ -= bytes;
    state_->used -= bytes;
}

}  // namespace slipway::publishing
